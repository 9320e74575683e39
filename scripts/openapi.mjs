// Writes docs/api/openapi.json from the built sources, or with --check compares and lints it. Run after a build.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const COMMITTED = path.join(ROOT, 'docs/api/openapi.json');
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Both recommended rule sets; a warning fails as an error does. */
const LINTERS = [
  [
    'redocly',
    ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--format=summary', '--max-problems=1000', COMMITTED],
  ],
  [
    'spectral',
    ['node_modules/@stoplight/spectral-cli/dist/index.js', 'lint', '--fail-severity=hint', COMMITTED],
  ],
];

const generated = generate();
if (process.argv.includes('--check')) check();
else {
  mkdirSync(path.dirname(COMMITTED), { recursive: true });
  writeFileSync(COMMITTED, generated);
  console.log(`Wrote ${path.relative(ROOT, COMMITTED)}.`);
  lint();
}

function generate() {
  const { status, stdout, stderr } = run(['dist/src/cli.js', 'openapi']);
  if (status !== 0) fail(`The document could not be made; is the project built?\n${stderr}`);
  return stdout;
}

function check() {
  const committed = existsSync(COMMITTED) ? readFileSync(COMMITTED, 'utf8') : '';
  if (committed !== generated) {
    fail(
      `docs/api/openapi.json is not what the code says. Run \`npm run openapi\` and commit it.\n${firstDifference(committed)}`,
    );
  }
  lint();
}

function lint() {
  for (const [name, args] of LINTERS) {
    const { status, stdout, stderr } = run(args);
    const hasWarnings = /\b[1-9]\d* (?:warning|problem)s?\b/.test(stdout + stderr);
    if (status !== 0 || hasWarnings) fail(`${name} finds fault with the document:\n${stdout}${stderr}`);
    console.log(`${name}: no error, no warning.`);
  }
}

function run(args) {
  const { SystemRoot, PATH, HOME } = process.env;
  const env = {
    SystemRoot,
    PATH,
    HOME,
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    NODE_NO_WARNINGS: '1',
  };
  return spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: MAX_OUTPUT_BYTES, env });
}

function firstDifference(committed) {
  const [ours, theirs] = [generated.split('\n'), committed.split('\n')];
  const line = ours.findIndex((text, index) => text !== theirs[index]);
  return `First difference in line ${line + 1}:\n  code:      ${ours[line]}\n  committed: ${theirs[line]}`;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
