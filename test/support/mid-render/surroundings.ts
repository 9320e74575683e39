import path from 'node:path';
import type { Variables } from '../built-process';
import type { GivenStore } from '../given-store';
import { OwnRedis } from '../own-redis';
import { testServers } from '../servers';
import { SmallDisk } from '../small-disk';
import { TcpProxy } from '../tcp-proxy';

const DISK_MIB = 384;
const RESERVE_MIB = 8;
const MEBIBYTE = 1024 * 1024;

interface SurroundingStore {
  readonly settings: Variables;
  /** Before the bucket, where there is one. */
  readonly bucket: TcpProxy | null;
  close(): Promise<void>;
}

/** Servers and disks that a test may take away from the processes that use them. */
export class Surroundings {
  private constructor(
    readonly redis: OwnRedis,
    readonly postgres: TcpProxy,
    readonly store: SurroundingStore,
    /** For the files, where they are kept on a disk; null where this account may not make small disks. */
    readonly files: SmallDisk | null,
    /** On which workers work. */
    readonly work: SmallDisk | null,
  ) {}

  static async around(store: GivenStore): Promise<Surroundings> {
    const settings = await store.open();
    const { S3_ENDPOINT_URL: endpoint } = settings;
    const bucket = endpoint === undefined ? null : await TcpProxy.before(endpoint);
    return new Surroundings(
      await OwnRedis.start(),
      await TcpProxy.before(testServers().databaseUrl),
      { settings, bucket, close: () => store.close() },
      bucket === null ? SmallDisk.mount(DISK_MIB) : null,
      SmallDisk.mount(DISK_MIB),
    );
  }

  /** What leads processes to them; clients reach a bucket themselves. */
  settings({ DATABASE_URL = '' }: Variables): Variables {
    const { redis, postgres, store, files, work } = this;
    const { S3_ENDPOINT_URL: endpoint = '' } = store.settings;
    const reserve = String(RESERVE_MIB);
    return {
      ...store.settings,
      REDIS_URL: redis.url,
      DATABASE_URL: postgres.through(DATABASE_URL),
      ...(files && { FRAMEGATE_DATA_DIR: files.folder, STORAGE_RESERVE_MB: reserve }),
      ...(work && { FRAMEGATE_TMP_DIR: path.join(work.folder, 'work') }),
      ...(store.bucket && {
        S3_ENDPOINT_URL: store.bucket.through(endpoint),
        S3_PUBLIC_ENDPOINT_URL: endpoint,
      }),
    };
  }

  get canLoseStore(): boolean {
    return this.store.bucket !== null || this.files !== null;
  }

  /** Nobody there, or no room, where the files go that are made. */
  async loseStore(): Promise<void> {
    this.store.bucket?.cut();
    await this.files?.fillAllBut(RESERVE_MIB * MEBIBYTE);
  }

  async restore(): Promise<void> {
    this.postgres.restore();
    this.store.bucket?.restore();
    await Promise.all([this.files?.empty(), this.work?.empty()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.redis.remove(), this.postgres.close(), this.store.bucket?.close()]);
    await Promise.all([this.files?.unmount(), this.work?.unmount()]);
    await this.store.close();
  }
}
