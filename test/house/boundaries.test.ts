import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { CLEAN_HOUSE, PLANTED } from './planted-violations';
import { PROJECT, textOf } from './project-files';

interface Report {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
    readonly totalCruised: number;
  };
}

const COPIED = ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json'];
const CRUISER = path.join(PROJECT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const CRUISE_LIMIT_MS = 60_000;

describe('the boundaries', () => {
  let house: string;

  beforeEach(async () => {
    house = await mkdtemp(path.join(tmpdir(), 'framegate-house-'));
    for (const file of COPIED) await copyFile(path.join(PROJECT, file), path.join(house, file));
    await symlink(path.join(PROJECT, 'node_modules'), path.join(house, 'node_modules'));
    for (const [file, imports] of Object.entries(CLEAN_HOUSE)) await build(file, imports);
  });

  afterEach(() => rm(house, { recursive: true, force: true }));

  it(
    'let a clean house pass',
    async () => {
      const { summary } = await cruise();
      expect(summary.violations).toEqual([]);
      expect(summary.totalCruised).toBeGreaterThan(Object.keys(CLEAN_HOUSE).length);
    },
    CRUISE_LIMIT_MS,
  );

  it(
    'report every planted violation by its own rule and by no other',
    async () => {
      for (const { file, imports, closedBy } of PLANTED) {
        await build(file, imports === '' ? [] : [imports]);
        if (closedBy !== undefined) await build(closedBy, [`./${path.basename(file, '.ts')}`]);
      }
      const found = new Map<string, Set<string>>();
      for (const { from, rule } of (await cruise()).summary.violations) {
        found.set(from, (found.get(from) ?? new Set()).add(rule.name));
      }
      const reported = [...found].map(([file, rules]) => `${file}: ${[...rules].join(', ')}`);
      expect(reported.sort()).toEqual(PLANTED.map(({ file, rule }) => `${file}: ${rule}`).sort());
    },
    CRUISE_LIMIT_MS,
  );

  it('have a planted violation for every rule', async () => {
    const { default: config } = (await import(path.join(PROJECT, '.dependency-cruiser.cjs'))) as {
      default: { forbidden: readonly { name: string; severity: string }[] };
    };
    const tried = new Set(PLANTED.map(({ rule }) => rule));
    expect(config.forbidden.map(({ name }) => name).sort()).toEqual([...tried].sort());
    expect(config.forbidden.filter(({ severity }) => severity !== 'error')).toEqual([]);
  });

  it('are tried through every name that package.json gives to a part of the house', () => {
    const { imports } = JSON.parse(textOf('package.json')) as { imports: Record<string, unknown> };
    const prefixes = Object.keys(imports).map((name) => name.replace('*', ''));
    const untried = prefixes.filter(
      (prefix) => !PLANTED.some((planted) => planted.imports.startsWith(prefix)),
    );
    expect(untried).toEqual([]);
  });

  async function build(file: string, imports: readonly string[]): Promise<void> {
    const target = path.join(house, file);
    const name = path.basename(file, '.ts').replaceAll(/\W/g, '_');
    const lines = imports.map(
      (from, index) => `import * as part${String(index)} from '${from}';\nvoid part${String(index)};\n`,
    );
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, `${lines.join('')}export const ${name} = 1;\n`);
  }

  async function cruise(): Promise<Report> {
    const options = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'libs'];
    const run = promisify(execFile)(process.execPath, [CRUISER, ...options], {
      cwd: house,
      maxBuffer: 64 * 1024 ** 2,
    });
    const { stdout } = await run.catch((failure: unknown) => failure as { stdout: string });
    return JSON.parse(stdout) as Report;
  }
});
