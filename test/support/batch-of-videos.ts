import { eventually } from './eventually';
import type { Scene } from './scene';
import { Uploader, type OpenedUpload } from './uploader';

interface VideoRow {
  readonly id: string;
  readonly status: string;
}

interface StepRow {
  readonly name: string;
  readonly state: string;
  readonly attempts: number;
}

/** Many videos in work at once, and what is to be true of them afterwards whatever happened meanwhile. */
export class BatchOfVideos {
  private readonly ids: string[] = [];

  private constructor(
    private readonly scene: Scene,
    private readonly uploader: Uploader,
    private readonly waiting: readonly OpenedUpload[],
  ) {}

  /** Everything has been sent, and nobody has said so. */
  static async sent(scene: Scene, clip: Buffer, count: number): Promise<BatchOfVideos> {
    const uploader = await Uploader.register(scene, clip);
    const sent: OpenedUpload[] = [];
    for (let index = 0; index < count; index += 1)
      sent.push(await uploader.sendFile(`upload ${String(index)}`));
    return new BatchOfVideos(scene, uploader, sent);
  }

  static async inWork(scene: Scene, clip: Buffer, count: number): Promise<BatchOfVideos> {
    const batch = await BatchOfVideos.sent(scene, clip, count);
    await batch.complete();
    return batch;
  }

  async complete(): Promise<void> {
    for (const { video_id: id } of this.waiting) {
      const answer = await this.uploader.complete(id);
      if (answer.status !== 201) throw new Error(`the completion was answered with ${answer.verdict}`);
      this.ids.push(id);
    }
  }

  async completedCount(): Promise<number> {
    return (await this.rows()).filter(({ status }) => status === 'completed').length;
  }

  async untilCompleted(limitMs: number): Promise<void> {
    await eventually(
      'every video has come to its end',
      async () => (await this.rows()).every(({ status }) => status !== 'processing'),
      limitMs,
    );
    expect((await this.rows()).map(({ status }) => status)).toEqual(this.ids.map(() => 'completed'));
  }

  /** Each step done once, an original and what was made of it, one fact of each kind, one upload spent. */
  async expectNothingDoubled(): Promise<void> {
    const { ids } = this;
    const objects = await this.scene.sql<{ video_id: string; live: string[] }>(
      `SELECT video_id, array_agg(DISTINCT purpose ORDER BY purpose) AS live FROM storage_objects
        WHERE video_id = ANY($1) AND state = 'live' GROUP BY video_id`,
      [ids],
    );
    expect(objects.map(({ live }) => live)).toEqual(ids.map(() => ['derived', 'original']));
    const facts = await this.scene.sql<{ type: string; count: number }>(
      `SELECT type, count(*)::int AS count FROM outbox WHERE subject_id = ANY($1) GROUP BY type ORDER BY type`,
      [ids],
    );
    expect(facts).toEqual([
      { type: 'video.completed', count: ids.length },
      { type: 'video.uploaded', count: ids.length },
    ]);
    expect((await this.uploader.quota()).used).toBe(ids.length);
  }

  async steps(): Promise<readonly StepRow[]> {
    return this.scene.sql<StepRow & object>(
      'SELECT name, state, attempts FROM processing_steps WHERE video_id = ANY($1)',
      [this.ids],
    );
  }

  private rows(): Promise<readonly VideoRow[]> {
    return this.scene.sql<VideoRow & object>('SELECT id, status FROM videos WHERE id = ANY($1)', [this.ids]);
  }
}
