import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import pg from 'pg';

const MICROS_PER_TICK = 10_000;

/** Processor time, in microseconds, of what answers a request: the API, its connections in Postgres, and Redis. */
export class ServersCpu {
  static async of({ DATABASE_URL: connectionString, REDIS_URL: redisUrl }) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    return new ServersCpu(client, new Redis(redisUrl));
  }

  constructor(client, redis) {
    // What a connection has cost is not given back when a pool closes it.
    Object.assign(this, { client, redis, connections: new Map() });
  }

  async of(api) {
    return { api: api.cpuMicros(), postgres: await this.postgresMicros(), redis: await this.redisMicros() };
  }

  async close() {
    this.redis.disconnect();
    await this.client.end();
  }

  async postgresMicros() {
    const { rows } = await this.client.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    for (const { pid } of rows) this.connections.set(pid, microsOf(pid) ?? this.connections.get(pid));
    return [...this.connections.values()].reduce((sum, micros) => sum + (micros ?? 0), 0);
  }

  async redisMicros() {
    const seconds = (await this.redis.info('cpu')).matchAll(/^used_cpu_(?:user|sys):([\d.]+)/gm);
    return [...seconds].reduce((sum, [, value]) => sum + Number(value) * 1_000_000, 0);
  }
}

/** Undefined for one that is gone. */
function microsOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK;
  } catch {
    return undefined;
  }
}
