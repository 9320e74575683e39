/** The rules of the house, as ARCHITECTURE.md draws them. test/boundaries plants one violation a rule. */
const ROOMS = {
  edges: '(http|jobs|persistence|passwords|tokens|throttle|startup|media|drivers)',
};

/** Node's built-ins, and packages by name. */
const packages = (...names) => `node_modules/(${names.join('|')})(/|$)`;
const FRAMEWORKS = packages(
  '@nestjs',
  'typeorm',
  'pg',
  'bullmq',
  'ioredis',
  'express',
  'class-validator',
  'class-transformer',
  '@aws-sdk',
);

module.exports = {
  forbidden: [
    {
      name: 'kernel-is-a-leaf',
      comment:
        'The domain imports the kernel: what the kernel imports, the domain depends on. It may make UUIDs.',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { pathNot: ['^src/kernel/', packages('uuid')] },
    },
    {
      name: 'domain-is-pure',
      comment: 'Rules and transitions, readable without knowing any framework. node:crypto is arithmetic.',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/domain/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^src/kernel/', '^src/modules/[^/]+/domain/', '^(node:)?crypto$'] },
    },
    {
      name: 'ports-speak-domain',
      comment:
        'A port says what the module needs in its own words; a package in it would be an adapter. Bytes flow.',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/ports/' },
      to: {
        pathNot: [
          '^src/kernel/',
          '^src/modules/[^/]+/(domain|ports)/',
          '^libs/paging/index',
          '^(node:)?stream$',
        ],
      },
    },
    {
      name: 'commands-know-no-edge',
      comment: 'A command runs the same from HTTP, a job or a test. Injectable is the one framework import.',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/(commands|queries)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: [`^src/modules/[^/]+/${ROOMS.edges}/`, '^src/platform/', FRAMEWORKS],
        pathNot: [packages('@nestjs/common')],
      },
    },
    {
      name: 'http-and-jobs-do-not-meet',
      comment: 'Two edges that know each other are one edge with two names.',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/http/' },
      to: {
        path: ['^src/modules/[^/]+/(jobs|persistence)/', packages('typeorm', 'pg', 'bullmq', 'ioredis')],
      },
    },
    {
      name: 'jobs-and-http-do-not-meet',
      comment: 'The same, from the other side.',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/jobs/' },
      to: { path: ['^src/modules/[^/]+/http/', packages('express')] },
    },
    {
      name: 'front-doors-only',
      comment: "A module's inside is its own: others use what its index.ts names.",
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: {
        path: '^src/modules/([^/]+)/',
        pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/(index|[^/]+\\.module)\\.ts$'],
      },
    },
    {
      name: 'wiring-meets-wiring',
      comment: 'Only wiring imports wiring, so that no unit test drags in controllers and a database.',
      severity: 'error',
      from: { pathNot: ['\\.module\\.ts$', '^src/(main|worker|cli)\\.ts$', '^src/cli/', '^test/'] },
      to: { path: '\\.module\\.ts$' },
    },
    {
      name: 'no-self-door',
      comment: 'Going out and in again through the front door makes cycles.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/', pathNot: '^src/modules/[^/]+/index\\.ts$' },
      to: { path: '^src/modules/$1/index\\.ts$' },
    },
    {
      name: 'platform-knows-no-module',
      comment: 'libs, kernel <- platform <- modules.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/modules/' },
    },
    {
      name: 'libs-are-framework-free',
      comment: 'A library could be published tomorrow.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: ['^src/', FRAMEWORKS] },
    },
    {
      name: 'libs-are-independent',
      comment: 'Two libraries that need each other are one.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/([^/]+)/', pathNot: '^libs/$1/' },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle is a missing third file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nobody imports it, nobody runs it: delete it.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['\\.(test|contract)\\.ts$', '^src/(main|worker|cli)\\.ts$', '\\.d\\.ts$'],
      },
      to: {},
    },
    {
      name: 'not-unlisted',
      comment: 'A package that package.json does not name comes and goes with others.',
      severity: 'error',
      from: { path: '^(src|libs|migrations)' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], pathNot: '^node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '\\.test\\.ts$' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
