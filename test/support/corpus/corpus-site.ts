import { existsSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../eventually';
import { DOORS, type Door } from '../every-door';
import { Scene } from '../scene';
import { FilmKit } from './film-kit';
import type { Kind } from './kind';
import { lookAtTrack, type SeenTrack } from './seen-track';

const SLOTS = 3;
/** Files at work at once: enough that no slot waits. */
const AT_ONCE = 6;
const END_LIMIT_MS = 240_000;
const [FIRST_DOOR] = DOORS as [Door];
const ONE_SPEED = { SWEEP_SECONDS: '1', WORKER_SLOTS: String(SLOTS) };
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  avi: 'video/x-msvideo',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
};

interface StoredFile {
  readonly key: string;
}

export interface VideoRow {
  readonly status: string;
  readonly media: Readonly<Record<string, unknown>> | null;
  readonly processing_error: {
    readonly code: string;
    readonly message: string;
    readonly permanent: boolean;
  } | null;
  readonly warnings: readonly string[];
  readonly manifest: { readonly thumbnail: StoredFile; readonly proxy: StoredFile } | null;
}

export interface StepRow {
  readonly name: string;
  readonly state: string;
  readonly attempts: number;
}

/** What became of a file that was sent. */
export interface End {
  readonly videoId: string;
  /** The code of the door's refusal. */
  readonly refused: string | null;
  readonly video: VideoRow;
  readonly steps: readonly StepRow[];
}

/** One installation to which every kind of file is sent, several at once. */
export class CorpusSite {
  private readonly made = new Map<Kind, Promise<Buffer>>();
  private readonly ends = new Map<string, Promise<End>>();
  private readonly waiting: (() => void)[] = [];
  private free = AT_ONCE;

  private constructor(
    readonly scene: Scene,
    readonly kit: FilmKit,
  ) {}

  static async open(changes: Readonly<Record<string, string>> = {}): Promise<CorpusSite> {
    const kit = await FilmKit.open();
    const scene = await Scene.open({ ...ONE_SPEED, ...changes });
    return new CorpusSite(scene, kit);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.ends.values());
    await this.scene.close();
    await this.kit.close();
  }

  /** Begins; who asks for the end waits. */
  begin(kinds: readonly Kind[], door = FIRST_DOOR): void {
    for (const kind of kinds) {
      const end = this.inTurn(() => this.send(kind, door));
      end.catch(() => undefined);
      this.ends.set(nameOf(kind, door), end);
    }
  }

  endOf(kind: Kind, door = FIRST_DOOR): Promise<End> {
    const end = this.ends.get(nameOf(kind, door));
    if (end === undefined) throw new Error(`${nameOf(kind, door)} was not sent`);
    return end;
  }

  /** Where an object lies. */
  fileOf(key: string): string {
    return path.join(this.scene.dataFolder, 'storage', 'objects', key);
  }

  async tracksOf(videoId: string): Promise<readonly SeenTrack[]> {
    const rows = await this.scene.sql<{ name: string; object_key: string; fps: number | null }>(
      'SELECT name, object_key, fps FROM video_tracks WHERE video_id = $1 ORDER BY position',
      [videoId],
    );
    const seen: SeenTrack[] = [];
    for (const { name, object_key: key, fps } of rows)
      seen.push(await lookAtTrack(this.kit, name, this.fileOf(key), fps ?? 0));
    return seen;
  }

  /** What is the same whatever door a file came through. */
  async outcomeOf({ videoId, refused, video, steps }: End): Promise<object> {
    const { status, media, processing_error: error, warnings } = video;
    const tracks = await this.scene.sql(
      `SELECT name, codec, width, height, fps, head_bytes, jsonb_path_query_array(segments, '$[*][2]') AS seconds
         FROM video_tracks WHERE video_id = NULLIF($1, '')::uuid ORDER BY position`,
      [videoId],
    );
    // Whether one that was cancelled had begun beside the one that failed is nobody's promise.
    const ends = steps.map((step) => (step.state === 'cancelled' ? { ...step, attempts: null } : step));
    return { refused, status, media, error, warnings, steps: ends, tracks };
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.free === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.free -= 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }

  private async send(kind: Kind, door: Door): Promise<End> {
    const contentType = CONTENT_TYPES[path.extname(kind.file).slice(1)] ?? '';
    const filename = kind.sentAs ?? kind.file;
    // Somebody new each time: nobody may send as many as there are here.
    const delivered = await door.deliver(this.scene, {
      filename,
      contentType,
      bytes: await this.bytesOf(kind),
    });
    return 'refused' in delivered ? refusedBy(delivered.refused) : this.untilEnd(delivered.videoId, kind);
  }

  /** Made once, whatever doors it goes through. */
  private bytesOf(kind: Kind): Promise<Buffer> {
    const made = this.made.get(kind) ?? this.makeFile(kind);
    this.made.set(kind, made);
    return made;
  }

  private async makeFile({ file, make }: Kind): Promise<Buffer> {
    if (existsSync(path.join(this.kit.folder, file))) throw new Error(`${file} stands twice in the corpus`);
    const bytes = await make(this.kit, file);
    await this.kit.put(file, bytes);
    return bytes;
  }

  private async untilEnd(videoId: string, { file }: Kind): Promise<End> {
    const video = await eventually(
      `${file} comes to its end`,
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 200));
        const [row] = await this.scene.sql<VideoRow & object>(
          'SELECT status, media, processing_error, warnings, manifest FROM videos WHERE id = $1',
          [videoId],
        );
        return row !== undefined && ['completed', 'failed'].includes(row.status) ? row : null;
      },
      END_LIMIT_MS,
    );
    const steps = await this.scene.sql<StepRow & object>(
      'SELECT name, state, attempts FROM processing_steps WHERE video_id = $1 ORDER BY name',
      [videoId],
    );
    return { videoId, refused: null, video, steps };
  }
}

function refusedBy(code: string): End {
  const nothing = { status: 'refused', media: null, processing_error: null, warnings: [], manifest: null };
  return { videoId: '', refused: code, video: nothing, steps: [] };
}

function nameOf({ file }: Kind, { name }: Door): string {
  return `${file} by ${name}`;
}
