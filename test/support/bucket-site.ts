import { makeClip } from './clips';
import { eventually } from './eventually';
import { S3Server, type TestBucket } from './s3-server';
import { Scene } from './scene';
import { StoreProxy } from './store-proxy';
import { Uploader, type OpenedUpload } from './uploader';
import type { ApiProcess } from './api-process';
import type { Answer } from './api-client';

export interface TimedAnswer {
  readonly answer: Answer;
  readonly seconds: number;
}

interface Store {
  readonly server: S3Server;
  readonly bucket: TestBucket;
  /** Between the store and the HTTP process; the worker has another. */
  readonly proxy: StoreProxy;
  readonly workersProxy: StoreProxy;
}

/** An installation on a bucket, with a proxy before it that can play false; clients reach the store itself. */
export class BucketSite {
  private uploads = 0;

  private constructor(
    readonly store: Store,
    readonly scene: Scene,
    readonly api: ApiProcess,
    readonly uploader: Uploader,
    readonly clip: Buffer,
  ) {}

  static async open(): Promise<BucketSite> {
    const server = await S3Server.start();
    const bucket = await server.makeBucket();
    const proxy = await StoreProxy.before(server.endpoint);
    const workersProxy = await StoreProxy.before(server.endpoint);
    const scene = await Scene.open({
      ...bucket.settings,
      S3_ENDPOINT_URL: workersProxy.endpoint,
      S3_PUBLIC_ENDPOINT_URL: server.endpoint,
      SWEEP_SECONDS: '1',
      WORKER_REST_SECONDS: '1',
    });
    const api = await scene.startApi({ S3_ENDPOINT_URL: proxy.endpoint });
    const clip = await makeClip(scene.dataFolder);
    const uploader = (await Uploader.register(scene, clip)).at(api);
    return new BucketSite({ server, bucket, proxy, workersProxy }, scene, api, uploader, clip);
  }

  async close(): Promise<void> {
    const { server, bucket, proxy, workersProxy } = this.store;
    await this.scene.close();
    await Promise.all([proxy.close(), workersProxy.close()]);
    await bucket.remove();
    await server.stop();
  }

  behave(): void {
    this.store.proxy.behave();
    this.store.workersProxy.behave();
  }

  async open(): Promise<OpenedUpload> {
    this.uploads += 1;
    return (await this.uploader.open(`upload ${String(this.uploads)}`)).json<OpenedUpload>();
  }

  /** Up to the point where the bytes are in the bucket and nobody has said so. */
  async sent(): Promise<OpenedUpload> {
    const opened = await this.open();
    await this.uploader.send(opened);
    return opened;
  }

  async complete({ video_id: id }: OpenedUpload): Promise<TimedAnswer> {
    const startedAt = performance.now();
    const answer = await this.uploader.complete(id);
    return { answer, seconds: (performance.now() - startedAt) / 1000 };
  }

  /** A completion that was answered 503 was accepted: the worker finishes it, if its client does not ask again before. */
  async completeAtLast(opened: OpenedUpload): Promise<void> {
    const { answer } = await this.complete(opened);
    if (answer.status !== 200 && answer.status !== 201) throw new Error(`completed: ${answer.verdict}`);
    const { processing_status: status } = await this.uploader.untilProcessed(opened.video_id);
    if (status !== 'completed') throw new Error(`processed: ${status}`);
  }

  async health(): Promise<Answer> {
    const { client } = await this.scene.admin();
    return client.at(this.api.baseUrl).get('/health');
  }

  untilHealthy(): Promise<boolean> {
    return eventually('the store is back', async () => {
      return (await this.health()).json<{ status: string }>().status === 'ok';
    });
  }
}
