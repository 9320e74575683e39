/**
 * What `npm test` runs, in this order. `full: true` is for `npm run test:full` only.
 *
 * kind     how it is run and counted: a `command` counts one, `jest` and `node` count their tests
 * run      a program of node_modules/.bin, or `node`
 * beside   those that stand next to each other and say so run two at once: each keeps one processor busy
 * needs    build: the built project; curl; ffmpeg; servers: a throw-away PostgreSQL and Redis; s3, browser: where one can be had
 */
export const STAGES = [
  { name: 'lockfile', kind: 'command', run: ['node', 'scripts/lockfile-check.mjs'], needs: [] },
  { name: 'build', kind: 'build', needs: [] },
  { name: 'lint', kind: 'command', beside: true, run: ['eslint', '.'], needs: [] },
  { name: 'formatting', kind: 'command', beside: true, run: ['prettier', '--check', '.'], needs: [] },
  { name: 'types', kind: 'command', beside: true, run: ['tsc', '--noEmit'], needs: [] },
  {
    name: 'boundaries',
    kind: 'command',
    beside: true,
    run: ['depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'libs'],
    needs: [],
  },
  {
    name: 'openapi',
    kind: 'command',
    beside: true,
    run: ['node', 'scripts/openapi.mjs', '--check'],
    needs: ['build'],
  },
  {
    name: 'config-docs',
    kind: 'command',
    beside: true,
    run: ['node', 'scripts/config-docs.mjs', '--check'],
    needs: ['build'],
  },
  { name: 'scripts', kind: 'node', folder: 'scripts', except: 'scripts/start-up-suite', needs: [] },
  { name: 'load-scenario', kind: 'node', folder: 'test/load', needs: [] },
  { name: 'unit', kind: 'jest', project: 'unit', workers: 2, needs: [] },
  {
    name: 'integration',
    kind: 'jest',
    project: 'integration',
    workers: 2,
    needs: ['build', 'ffmpeg', 'servers', 's3'],
  },
  {
    name: 'e2e',
    kind: 'jest',
    project: 'e2e',
    workers: 2,
    needs: ['build', 'curl', 'ffmpeg', 'servers', 's3'],
  },
  {
    name: 'start-up',
    kind: 'node',
    folder: 'scripts/start-up-suite/quick',
    limitMinutes: 10,
    needs: ['build'],
  },
  {
    name: 'start-up-full',
    kind: 'node',
    folder: 'scripts/start-up-suite/long',
    full: true,
    limitMinutes: 30,
    needs: ['build'],
  },
  {
    name: 'full',
    kind: 'jest',
    project: 'full',
    workers: 1,
    full: true,
    limitMinutes: 120,
    needs: ['build', 'curl', 'ffmpeg', 'servers', 's3', 'browser'],
  },
  {
    name: 'load',
    kind: 'command',
    run: ['node', 'test/load/run.mjs'],
    full: true,
    limitMinutes: 90,
    needs: ['build', 'ffmpeg', 'servers'],
  },
];

/** `npm run check`: what a minute allows, without servers. */
export const QUICK_STAGES = ['lint', 'types', 'boundaries', 'unit'];
