// Writes .env.example and docs/operations/configuration.md from the *.config.ts files, or with --check compares them.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const PAGES = { 'config:env': '.env.example', 'config:page': 'docs/operations/configuration.md' };
const isCheck = process.argv.includes('--check');

const stale = Object.entries(PAGES).filter(
  ([subcommand, file]) => !bringUpToDate(subcommand, path.join(ROOT, file)),
);
if (stale.length > 0) {
  console.error(
    `Out of date: ${stale.map(([, file]) => file).join(', ')}. Run \`npm run config:docs\` and commit.`,
  );
  process.exit(1);
}
console.log('The configuration documents are up to date.');

function bringUpToDate(subcommand, file) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/src/cli.js', subcommand], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${subcommand} failed; is the project built?\n${stderr}`);
  if (!isCheck) writeFileSync(file, stdout);
  return existsSync(file) && readFileSync(file, 'utf8') === stdout;
}
