import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from './built-process';
import type { Scene } from './scene';

const run = promisify(execFile);
const SOURCE = path.join(PROJECT_ROOT, 'test/e2e/typed-client');
/** Within the project, so that what is compiled finds its packages. */
const CACHE = path.join(PROJECT_ROOT, '.cache');

/** Journeys of clients that are compiled against the document that the scene publishes, and know nothing else of it. */
export class TypedClient {
  private constructor(
    private readonly baseUrl: string,
    private readonly folder: string,
    /** What the compiler found, one a line. */
    readonly errors: readonly string[],
  ) {}

  /** With another file among the sources, where a test brings one. */
  static async compile({ api, client }: Scene, files: Readonly<Record<string, string>> = {}) {
    await mkdir(CACHE, { recursive: true });
    const folder = await mkdtemp(path.join(CACHE, 'typed-client-'));
    const inFolder = (name: string) => path.join(folder, name);
    await writeFile(inFolder('openapi.json'), JSON.stringify(client.contract.document));
    await writeFile(inFolder('tsconfig.json'), JSON.stringify(projectIn(folder)));
    for (const [name, text] of Object.entries(files)) await writeFile(inFolder(name), text);
    await node('openapi-typescript/bin/cli.js', inFolder('openapi.json'), '-o', inFolder('api.ts'));
    const { stdout } = await node('typescript/bin/tsc', '-p', folder).catch(
      (failed: unknown) => failed as { stdout: string },
    );
    const errors = stdout.split('\n').filter((line) => line.includes('error TS'));
    return new TypedClient(api.baseUrl, folder, errors);
  }

  /** What the journey found on its way. */
  async go(journey: string, ...given: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
    const script = path.join(this.folder, 'out/test/e2e/typed-client', `${journey}.js`);
    const { stdout } = await run(process.execPath, [script, this.baseUrl, ...given]);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function projectIn(folder: string): object {
  return {
    extends: path.join(SOURCE, 'tsconfig.json'),
    compilerOptions: { outDir: path.join(folder, 'out'), paths: { 'framegate-api': ['./api.ts'] } },
    include: [path.join(SOURCE, '*.ts'), './*.ts'],
  };
}

function node(script: string, ...args: string[]): Promise<{ stdout: string }> {
  return run(process.execPath, [path.join(PROJECT_ROOT, 'node_modules', script), ...args], {
    cwd: PROJECT_ROOT,
  });
}
