/** A file that breaks exactly one rule, by one import. */
export interface Planted {
  readonly rule: string;
  readonly file: string;
  readonly imports: string;
  /** A second file, which imports the first: a cycle needs two. */
  readonly closedBy?: string;
}

/** A small house that keeps every rule: what each file imports. */
export const CLEAN_HOUSE: Readonly<Record<string, readonly string[]>> = {
  'src/main.ts': ['./api.module'],
  'src/api.module.ts': ['./modules/alpha/alpha.module', './modules/beta/beta.module'],
  'src/kernel/id.ts': ['uuid'],
  'src/platform/config/settings.ts': ['#kernel/id', '#libs/cidr', '@nestjs/common'],
  'src/modules/alpha/index.ts': ['./domain/thing'],
  'src/modules/alpha/alpha.module.ts': [
    './http/alpha.controller',
    './jobs/alpha.processor',
    './persistence/postgres-alpha',
    '@nestjs/common',
  ],
  'src/modules/alpha/domain/thing.ts': ['#kernel/id', 'node:crypto'],
  'src/modules/alpha/ports/thing-repository.ts': ['../domain/thing', '#libs/paging'],
  'src/modules/alpha/commands/do-thing.ts': ['../ports/thing-repository', '@nestjs/common'],
  'src/modules/alpha/http/alpha.controller.ts': ['../commands/do-thing', '#platform/config/settings'],
  'src/modules/alpha/jobs/alpha.processor.ts': ['../commands/do-thing', 'bullmq'],
  'src/modules/alpha/persistence/postgres-alpha.ts': ['../ports/thing-repository', 'typeorm'],
  'src/modules/beta/index.ts': ['./domain/other'],
  'src/modules/beta/beta.module.ts': ['./persistence/postgres-beta', '../alpha/alpha.module'],
  'src/modules/beta/domain/other.ts': ['#kernel/id'],
  'src/modules/beta/persistence/postgres-beta.ts': ['#modules/alpha', '../domain/other'],
  'libs/cidr/index.ts': ['./cidr-set'],
  'libs/cidr/cidr-set.ts': ['ipaddr.js'],
  'libs/paging/index.ts': ['./page'],
  'libs/paging/page.ts': ['node:crypto'],
};

const SETTINGS = '#platform/config/settings';

export const PLANTED: readonly Planted[] = [
  { rule: 'kernel-is-a-leaf', file: 'src/kernel/by-path.ts', imports: '../platform/config/settings' },
  { rule: 'kernel-is-a-leaf', file: 'src/kernel/by-name.ts', imports: SETTINGS },
  { rule: 'kernel-is-a-leaf', file: 'src/kernel/by-package.ts', imports: 'pino' },
  { rule: 'domain-is-pure', file: 'src/modules/alpha/domain/framework.ts', imports: '@nestjs/common' },
  { rule: 'domain-is-pure', file: 'src/modules/alpha/domain/technical.ts', imports: SETTINGS },
  { rule: 'domain-is-pure', file: 'src/modules/alpha/domain/disk.ts', imports: 'node:fs' },
  { rule: 'ports-speak-domain', file: 'src/modules/alpha/ports/technical.ts', imports: 'typeorm' },
  { rule: 'ports-speak-domain', file: 'src/modules/alpha/ports/upwards.ts', imports: '../commands/do-thing' },
  {
    rule: 'commands-know-no-edge',
    file: 'src/modules/alpha/commands/edge.ts',
    imports: '../persistence/postgres-alpha',
  },
  { rule: 'commands-know-no-edge', file: 'src/modules/alpha/commands/technical.ts', imports: SETTINGS },
  { rule: 'commands-know-no-edge', file: 'src/modules/alpha/queries/driver.ts', imports: 'pg' },
  {
    rule: 'http-and-jobs-do-not-meet',
    file: 'src/modules/alpha/http/job.ts',
    imports: '../jobs/alpha.processor',
  },
  { rule: 'http-and-jobs-do-not-meet', file: 'src/modules/alpha/http/driver.ts', imports: 'ioredis' },
  {
    rule: 'jobs-and-http-do-not-meet',
    file: 'src/modules/alpha/jobs/web.ts',
    imports: '../http/alpha.controller',
  },
  { rule: 'jobs-and-http-do-not-meet', file: 'src/modules/alpha/jobs/express.ts', imports: 'express' },
  {
    rule: 'front-doors-only',
    file: 'src/modules/beta/http/window.ts',
    imports: '../../alpha/commands/do-thing',
  },
  { rule: 'wiring-meets-wiring', file: 'src/modules/alpha/http/wiring.ts', imports: '../alpha.module' },
  { rule: 'no-self-door', file: 'src/modules/alpha/http/own-door.ts', imports: '#modules/alpha' },
  { rule: 'platform-knows-no-module', file: 'src/platform/config/module.ts', imports: '#modules/alpha' },
  { rule: 'libs-are-framework-free', file: 'libs/cidr/framework.ts', imports: 'express' },
  { rule: 'libs-are-framework-free', file: 'libs/cidr/kernel.ts', imports: '#kernel/id' },
  { rule: 'libs-are-independent', file: 'libs/cidr/neighbour.ts', imports: '#libs/paging' },
  {
    rule: 'no-cycles',
    file: 'src/platform/config/and-back.ts',
    imports: './there',
    closedBy: 'src/platform/config/there.ts',
  },
  { rule: 'no-orphans', file: 'src/platform/config/orphan.ts', imports: '' },
  { rule: 'not-unlisted', file: 'src/platform/config/borrowed.ts', imports: 'ajv' },
];
