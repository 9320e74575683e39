import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../support/built-process';
import { newEmail, PASSWORD } from '../support/people';
import { Scene } from '../support/scene';

const run = promisify(execFile);
const CLIENT = path.join(PROJECT_ROOT, 'test/e2e/typed-client');
/** Where the project of the client finds the types and writes its output; see its tsconfig.json. */
const GENERATED = path.join(PROJECT_ROOT, '.cache/typed-client');

/** Mistakes that a client of flesh and blood makes; each must be one error of the compiler. */
const MISTAKES = `
import createClient from 'openapi-fetch';
import type { paths } from 'framegate-api';
const client = createClient<paths>({ baseUrl: '' });
export const withoutPassword = client.POST('/api/v1/auth/login', { body: { email: 'a@b.org' } });
export const unknownRoute = client.GET('/api/v1/auth/you');
export const unknownMember = client.GET('/api/v1/auth/me').then(({ data }) => data?.nickname);
`;

describe('a client that is generated from the published document', () => {
  let scene: Scene;
  let compiler: { readonly stdout: string };

  beforeAll(async () => {
    scene = await Scene.open();
    await rm(GENERATED, { recursive: true, force: true });
    await mkdir(GENERATED, { recursive: true });
    await writeFile(path.join(GENERATED, 'openapi.json'), JSON.stringify(scene.client.contract.document));
    await writeFile(path.join(GENERATED, 'mistakes.ts'), MISTAKES);
    await node(
      'openapi-typescript/bin/cli.js',
      path.join(GENERATED, 'openapi.json'),
      '-o',
      path.join(GENERATED, 'api.ts'),
    );
    compiler = await node('typescript/bin/tsc', '-p', CLIENT).catch(
      (failed: unknown) => failed as { stdout: string },
    );
  });

  afterAll(async () => {
    await rm(GENERATED, { recursive: true, force: true });
    await scene.close();
  });

  it('compiles, and its compiler finds the three mistakes of a careless one', () => {
    const errors = compiler.stdout.split('\n').filter((line) => line.includes('error TS'));
    expect(errors.filter((line) => !line.includes('mistakes.ts'))).toEqual([]);
    expect(errors).toHaveLength(3);
  });

  it('registers, logs in, reads me, refreshes and logs out', async () => {
    const email = newEmail('typed');
    const { stdout } = await run(process.execPath, [
      path.join(GENERATED, 'out/test/e2e/typed-client/journey.js'),
      scene.api.baseUrl,
      email,
      PASSWORD,
    ]);
    const journey = JSON.parse(stdout) as Record<string, unknown>;
    expect(journey).toEqual({
      registered: email,
      loggedIn: email,
      me: { email, name: 'Ada', role: 'user', memberships: [] },
      refreshed: true,
      loggedOut: 204,
      afterwards: 'REFRESH_TOKEN_INVALID',
    });
  });
});

function node(script: string, ...args: string[]): Promise<{ stdout: string }> {
  return run(process.execPath, [path.join(PROJECT_ROOT, 'node_modules', script), ...args], {
    cwd: PROJECT_ROOT,
  });
}
