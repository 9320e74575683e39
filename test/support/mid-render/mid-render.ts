import type { BuiltProcess } from '../built-process';
import { eventually } from '../eventually';
import { decodedFrames } from '../plain-player';
import type { ProcessLine } from '../processes';
import type { Uploader } from '../uploader';
import { Viewer } from '../viewer';
import { FILM_FRAMES, FILM_RENDITIONS, PROXY_FRAMES } from './film';
import type { ProgressTrail } from './progress-trail';
import type { RenderSite } from './render-site';

const END_LIMIT_MS = 240_000;

export interface RenderRow {
  readonly state: string;
  readonly attempts: number;
  readonly worker: string | null;
  readonly error: { readonly code: string; readonly permanent: boolean } | null;
}

interface Facts {
  readonly site: RenderSite;
  readonly uploader: Uploader;
  readonly id: string;
  readonly film: Buffer;
  readonly trail: ProgressTrail;
  /** Who does it, when something goes wrong. */
  readonly worker: BuiltProcess;
  readonly ffmpeg: ProcessLine;
}

/** A video whose render was under way when something went wrong. */
export class MidRender {
  readonly worker: BuiltProcess;
  readonly ffmpeg: ProcessLine;

  constructor(private readonly facts: Facts) {
    this.worker = facts.worker;
    this.ffmpeg = facts.ffmpeg;
  }

  /** The very process that rendered then. */
  get goesOn(): boolean {
    return this.facts.site.renderers().some(({ pid }) => pid === this.ffmpeg.pid);
  }

  async row(): Promise<RenderRow & { readonly id: string }> {
    const [row] = await this.facts.site.scene.sql<RenderRow & { id: string }>(
      `SELECT id, state, attempts, worker, error FROM processing_steps WHERE video_id = $1 AND name = 'render'`,
      [this.facts.id],
    );
    return row!;
  }

  untilRow(what: string, is: (row: RenderRow) => boolean, limitMs = END_LIMIT_MS): Promise<RenderRow> {
    return eventually(
      `the render ${what}`,
      async () => {
        const row = await this.row();
        return is(row) ? row : null;
      },
      limitMs,
    );
  }

  untilGone(limitMs: number): Promise<boolean> {
    return eventually('its ffmpeg is gone', () => !this.goesOn, limitMs);
  }

  liveObjects(): Promise<object[]> {
    return this.facts.site.scene.sql(
      `SELECT key FROM storage_objects WHERE video_id = $1 AND state = 'live' ORDER BY key`,
      [this.facts.id],
    );
  }

  async expectCompleted({ attempts }: { readonly attempts: number }): Promise<void> {
    const { site, uploader, id, film, trail } = this.facts;
    await this.expectEnd('completed');
    await site.crash.expectCompleted(uploader, id, film);
    expect(await this.row()).toMatchObject({ state: 'done', attempts });
    expect(trail.told.at(-1)).toBe(100);
    await this.expectEveryFrame();
  }

  /** What came before the render stays: there is an original, and nothing else. */
  async expectFailed(code: string): Promise<void> {
    const { site, id } = this.facts;
    await this.expectEnd('failed');
    const [video] = await site.scene.sql('SELECT processing_error FROM videos WHERE id = $1', [id]);
    expect(video).toMatchObject({ processing_error: { code, permanent: true } });
    await site.crash.aWeekLater(id);
    const left = await site.crash.untilOnlyLiveIsLeft(id);
    expect(left.map(({ purpose }) => purpose)).toEqual(['original']);
    await site.crash.expectOrder();
  }

  private async expectEnd(status: 'completed' | 'failed'): Promise<void> {
    const { uploader, id, trail } = this.facts;
    const video = await uploader.untilProcessed(id, END_LIMIT_MS).finally(() => trail.end());
    const { processing_status: ended, processing_error: why } = video;
    expect({ ended, why }).toMatchObject({ ended: status });
    expect({ faults: trail.faults, stepsBack: trail.stepsBack }).toEqual({ faults: [], stepsBack: [] });
  }

  /** As a player counts them, that is given nothing but the links. */
  private async expectEveryFrame(): Promise<void> {
    const { uploader, id } = this.facts;
    const viewer = new Viewer(uploader.client);
    const links = await viewer.linksTo(id);
    expect(await viewer.unplayable(links)).toEqual([]);
    expect(links.tracks).toHaveLength(FILM_RENDITIONS + 1);
    const pictures = [links.proxy, ...links.tracks.slice(0, FILM_RENDITIONS)];
    const frames: number[] = [];
    for (const url of pictures) frames.push(await decodedFrames(url));
    expect(frames).toEqual([PROXY_FRAMES, ...Array<number>(FILM_RENDITIONS).fill(FILM_FRAMES)]);
  }
}
