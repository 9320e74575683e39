import { createHash } from 'node:crypto';
import path from 'node:path';
import type { CrashPoint } from '#kernel/crash-point';
import type { Answer } from '../api-client';
import type { ApiProcess } from '../api-process';
import type { BuiltProcess } from '../built-process';
import { makeClip, type Clip } from '../clips';
import { eventually } from '../eventually';
import { namesUnder } from '../names-under';
import { workingBelow } from '../processes';
import { Scene, type Changes } from '../scene';
import { Uploader, type UploadedVideo } from '../uploader';
import { Stores } from './stores';

/** Everything that waits for the silence of the dead waits for seconds. */
const QUICK_REPAIR = {
  STEP_LEASE_SECONDS: '3',
  STEP_OFFER_SECONDS: '2',
  SWEEP_SECONDS: '1',
  UPLOAD_COMPLETION_SECONDS: '2',
  UPLOAD_SWEEP_SECONDS: '1',
  STORAGE_UPKEEP_SECONDS: '1',
  STORAGE_SWEEP_SECONDS: '1',
};
/** Lease, sweep, and the work itself, where several things share two cores. */
const DEATH_LIMIT_MS = 30_000;
const REPAIR_LIMIT_MS = 30_000;

/** A point, and at which pass: `C10:2` is the second step. */
export type Deadly = CrashPoint | `${CrashPoint}:${number}`;

/** One installation in which processes die where a test says, are started anew, and leave everything in order. */
export class CrashSite {
  private revived: ApiProcess | null = null;

  private constructor(
    readonly scene: Scene,
    readonly stores: Stores,
    readonly clip: Buffer,
  ) {}

  static async open(changes: Changes = {}, clip: Clip = {}): Promise<CrashSite> {
    const scene = await Scene.open((given) => ({
      ...QUICK_REPAIR,
      ...(typeof changes === 'function' ? changes(given) : changes),
    }));
    return new CrashSite(scene, await Stores.of(scene), await makeClip(scene.dataFolder, clip));
  }

  async close(): Promise<void> {
    await this.stores.close();
    await this.scene.close();
  }

  newUploader(): Promise<Uploader> {
    return Uploader.register(this.scene, this.clip);
  }

  /** Sends one request to an HTTP process that dies of it, and is started again. */
  async diesInApi(point: Deadly, request: (api: ApiProcess) => Promise<unknown>): Promise<void> {
    await this.revived?.kill();
    const api = await this.scene.startApi({ CRASHPOINT: point });
    const answer = request(api).then(
      () => 'an answer',
      () => 'no answer',
    );
    await api.diesByItself(DEATH_LIMIT_MS);
    expect(await answer).toBe('no answer');
    this.revived = await this.scene.startApi();
  }

  /** The only worker there is dies of what `begin` gives it to do, and so do others; then one comes that nothing is wrong with. */
  async diesInWorker(
    point: Deadly,
    begin: () => Promise<unknown>,
    { deaths = 1, meanwhile }: { readonly deaths?: number; readonly meanwhile?: () => Promise<void> } = {},
  ): Promise<void> {
    await this.stopWorkers();
    for (let count = 1; count <= deaths; count += 1) {
      const doomed = await this.scene.startWorker({ CRASHPOINT: point });
      if (count === 1) await begin();
      await doomed.diesByItself(DEATH_LIMIT_MS);
    }
    await meanwhile?.();
    await this.scene.startWorker();
  }

  /** Another process may still have it in hand. */
  untilAnswered(statuses: readonly number[], ask: () => Promise<Answer>): Promise<Answer> {
    return eventually(
      `it is answered with ${statuses.join(' or ')}`,
      async () => {
        const answer = await ask();
        return statuses.includes(answer.status) ? answer : null;
      },
      REPAIR_LIMIT_MS,
    );
  }

  async stopWorkers(): Promise<void> {
    await Promise.all(this.scene.workers.map((worker) => worker.kill()));
  }

  get worker(): BuiltProcess {
    const [worker] = this.scene.workers;
    if (worker === undefined) throw new Error('no worker runs');
    return worker;
  }

  /** The video is as if nobody had died, and nothing else is left of it. */
  async expectCompleted(uploader: Uploader, id: string, file = this.clip): Promise<UploadedVideo> {
    const video = await uploader.untilProcessed(id);
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect(video).toMatchObject({
      processing_status: 'completed',
      processing_error: null,
      checksum_sha256: sha256,
    });
    expect((await fetch(video.thumbnail_url ?? '')).status).toBe(200);
    await this.aWeekLater(id);
    const live = await this.untilOnlyLiveIsLeft(id);
    const [original, ...others] = live.filter(({ purpose }) => purpose !== 'derived');
    expect(others).toEqual([]);
    expect(await this.stores.sha256Of(original?.key ?? '')).toBe(sha256);
    const derived = live.filter(({ purpose }) => purpose === 'derived').map(({ key }) => key);
    expect(derived.sort()).toEqual(await this.keysOfResults(id));
    expect(await uploader.quota()).toMatchObject({
      used: 1,
      storage_bytes_used: file.length,
      pending_delete_bytes: 0,
    });
    await this.expectOrder();
    return video;
  }

  /** Nothing is left of it but its rows. */
  async expectGone(
    uploader: Uploader,
    id: string,
    { uploadsSpent }: { uploadsSpent: number },
  ): Promise<void> {
    await eventually(
      'nobody sees it any more',
      async () => (await uploader.get(id)).verdict === '404 VIDEO_NOT_FOUND',
      REPAIR_LIMIT_MS,
    );
    await this.aWeekLater(id);
    expect(await this.untilOnlyLiveIsLeft(id)).toEqual([]);
    expect(await uploader.quota()).toMatchObject({
      used: uploadsSpent,
      storage_bytes_used: 0,
      pending_delete_bytes: 0,
    });
    await this.expectOrder();
  }

  async expectOrder(): Promise<void> {
    expect(await this.stores.brokenInvariants()).toEqual([]);
    expect(await this.brokenSums()).toEqual([]);
    await eventually('the dead left no files', () => this.isTidy(), REPAIR_LIMIT_MS);
    expect(workingBelow(this.scene.temporaryFolder)).toEqual([]);
  }

  /** What waits for hours or days, because a link may still be used or a writer may still live, waits no longer. */
  async aWeekLater(videoId: string): Promise<void> {
    await this.scene.sql(
      `UPDATE storage_objects SET created_at = created_at - interval '8 days', next_delete_at = next_delete_at - interval '8 days',
              writable_until = writable_until - interval '8 days' WHERE video_id = $1`,
      [videoId],
    );
    await this.scene.sql(
      `UPDATE upload_sessions SET created_at = created_at - interval '8 days', expires_at = expires_at - interval '8 days'
        WHERE video_id = $1 AND state = 'open'`,
      [videoId],
    );
    await this.scene.sql(
      `UPDATE dashboard_sessions SET lease_until = lease_until - interval '8 days' WHERE video_id = $1`,
      [videoId],
    );
  }

  untilOnlyLiveIsLeft(videoId: string): Promise<readonly { key: string; purpose: string }[]> {
    return eventually(
      'only what is live is left',
      async () => {
        const rows = await this.scene.sql<{ key: string; purpose: string; state: string }>(
          `SELECT key, purpose, state FROM storage_objects WHERE video_id = $1 AND state <> 'gone'`,
          [videoId],
        );
        return rows.every(({ state }) => state === 'live') ? rows : null;
      },
      REPAIR_LIMIT_MS,
    );
  }

  /** What the attempts that counted say they made, in the last run. */
  private async keysOfResults(videoId: string): Promise<string[]> {
    const rows = await this.scene.sql<{ key: string }>(
      `WITH counted AS (
         SELECT processing_steps.result FROM processing_steps JOIN videos ON videos.run_id = processing_steps.run_id
          WHERE videos.id = $1
       )
       SELECT counted.result ->> 'key' AS key FROM counted WHERE counted.result ? 'key'
        UNION ALL
       SELECT jsonb_array_elements_text(counted.result -> 'keys') FROM counted WHERE counted.result ? 'keys'`,
      [videoId],
    );
    return rows.map(({ key }) => key).sort();
  }

  /** Owners whose counters are not what their videos and objects add up to. */
  private brokenSums(): Promise<object[]> {
    return this.scene.sql(
      `SELECT usage.owner_id, usage.uploads, usage.stored_bytes, usage.condemned_bytes, usage.reserved_bytes
         FROM quota_usage AS usage
        WHERE usage.uploads <> (SELECT count(*) FROM videos
                                 WHERE videos.owner_id = usage.owner_id AND videos.uploaded_at IS NOT NULL)
           OR usage.stored_bytes <> (SELECT COALESCE(sum(videos.file_size_bytes), 0) FROM videos
                                      WHERE videos.owner_id = usage.owner_id AND videos.uploaded_at IS NOT NULL
                                        AND videos.deleted_at IS NULL)
           OR usage.reserved_bytes <> (SELECT COALESCE(sum(videos.file_size_bytes), 0) FROM videos
                                        WHERE videos.owner_id = usage.owner_id AND videos.uploaded_at IS NULL
                                          AND videos.deleted_at IS NULL)
           OR usage.condemned_bytes > 0 AND NOT EXISTS (SELECT 1 FROM storage_objects
                                                         WHERE storage_objects.owner_id = usage.owner_id
                                                           AND storage_objects.state = 'condemned')`,
    );
  }

  /** Temporary files are those of processes that live; their work is over. */
  private async isTidy(): Promise<boolean> {
    const names = await namesUnder(this.scene.temporaryFolder);
    const folders = names.filter((name) => !name.includes(path.sep));
    return folders.length <= this.scene.running.length && folders.length === names.length;
  }
}
