import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { eventually } from './eventually';

type Settings = Readonly<Record<string, string>>;

const START_LIMIT_MS = 20_000;
const SETTINGS: Settings = {
  bind: '127.0.0.1',
  save: '',
  appendonly: 'no',
  'maxmemory-policy': 'noeviction',
};

/** A Redis of one test alone, which it may stop, fill and empty: the one that all tests share is never touched so. */
export class OwnRedis {
  private server: ChildProcess | null = null;

  private constructor(
    private readonly port: number,
    private readonly folder: string,
    private readonly settings: Settings,
  ) {}

  static get isAvailable(): boolean {
    return spawnSync(program(), ['--version'], { env: environment() }).status === 0;
  }

  static async start(settings: Settings = {}): Promise<OwnRedis> {
    const folder = await mkdtemp(path.join(tmpdir(), 'framegate-redis-'));
    const redis = new OwnRedis(await freePort(), folder, { ...SETTINGS, ...settings });
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${String(this.port)}`;
  }

  /** After `halt`: the same server again, with what it kept on its disk. */
  async start(): Promise<void> {
    const settings = { ...this.settings, port: String(this.port), dir: this.folder };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    const server = spawn(program(), args, { env: environment(), stdio: 'ignore' });
    this.server = server;
    await eventually(
      'redis answers',
      () => this.ask((redis) => redis.ping()).catch(() => null),
      START_LIMIT_MS,
    );
  }

  /** As a power cut would. */
  async halt(): Promise<void> {
    if (this.server === null) return;
    const gone = once(this.server, 'exit');
    this.server.kill('SIGKILL');
    await gone;
    this.server = null;
  }

  async remove(): Promise<void> {
    await this.halt();
    await rm(this.folder, { recursive: true, force: true });
  }

  async ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.url, { lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return await question(redis);
    } finally {
      redis.disconnect();
    }
  }
}

/** The one that the test command uses, or the one of this machine. */
function program(): string {
  return process.env.TEST_REDIS_SERVER ?? 'redis-server';
}

function environment(): NodeJS.ProcessEnv {
  const { PATH, TEST_REDIS_LIBRARY_PATH: libraries } = process.env;
  return { PATH, ...(libraries ? { LD_LIBRARY_PATH: libraries } : {}) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
