import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { DOORS, type Delivered, type Door, type SentFile } from '../support/every-door';
import { ForbiddenGround } from '../support/forbidden-ground';
import { makeClip } from '../support/clips';
import { Scene } from '../support/scene';
import { Uploader, type OpenedUpload } from '../support/uploader';
import { ATTACKS, aviWithPlaylist, MORE_ATTACKS, type Target } from '../integration/media/material/attacks';
import { movWithReference } from '../integration/media/material/mov-with-reference';

jest.setTimeout(300_000);

const END_LIMIT_MS = 120_000;
const AT_ONCE = 4;

interface Neighbour extends Target {
  readonly film: Buffer;
}

interface Disguise {
  readonly name: string;
  readonly files: (neighbour: Neighbour) => readonly SentFile[];
  /** With what a door sends it away, or what becomes of it behind the door. */
  readonly ends: RegExp;
}

const as = (extension: string, contentType: string, bytes: Buffer | string): SentFile => ({
  filename: `film.${extension}`,
  contentType,
  bytes: Buffer.from(bytes as string),
});

/** Players pass over it, and doors take what comes behind it for a film. */
function behindABox(text: string): Buffer {
  const head = Buffer.from('\0\0\0\x10free\0\0\0\0\0\0\0\0', 'latin1');
  return Buffer.concat([head, Buffer.from(text)]);
}

const DISGUISES: readonly Disguise[] = [
  {
    name: 'a text that names other files and addresses',
    files: (target) => [...ATTACKS, ...MORE_ATTACKS].map(({ text }) => as('mp4', 'video/mp4', text(target))),
    ends: /^refused: CONTENT_MISMATCH$/,
  },
  {
    name: 'such a text behind the first bytes of a film',
    files: (target) => ATTACKS.map(({ text }) => as('mp4', 'video/mp4', behindABox(text(target)))),
    ends: /^(?:failed: TRUNCATED|refused: NOT_A_VIDEO)$/,
  },
  {
    name: 'such a text as the subtitles of an AVI',
    files: (target) => ATTACKS.map(({ text }) => as('avi', 'video/x-msvideo', aviWithPlaylist(text(target)))),
    ends: /^(?:failed: NO_VIDEO|refused: NOT_A_VIDEO)$/,
  },
  {
    name: 'a film whose samples lie in the file of somebody else',
    files: ({ film, neighbour }) => [as('mov', 'video/quicktime', movWithReference(film, neighbour))],
    ends: /^failed: (?:DAMAGED|NO_FRAME)$/,
  },
];

/** The whole way, from each door to the worker behind it: a hostile file opens nothing, and nothing is made of it. */
describe('a hostile file', () => {
  let scene: Scene;
  let ground: ForbiddenGround;
  let neighbour: Neighbour;

  beforeAll(async () => {
    scene = await Scene.open({ SWEEP_SECONDS: '1', WORKER_SLOTS: '2' });
    const clip = await makeClip(scene.dataFolder);
    const owner = await Uploader.register(scene, clip);
    const { video_id: id, s3_key: key } = (await owner.open('somebody else')).json<OpenedUpload>();
    await owner.sendFile('somebody else');
    await owner.complete(id);
    expect((await owner.untilProcessed(id)).processing_status).toBe('completed');
    const file = path.join(scene.dataFolder, 'storage/objects', key);
    const film = await readFile(file);
    ground = await ForbiddenGround.with(file);
    neighbour = { film, neighbour: file, address: ground.address };
  });

  afterAll(async () => {
    ground.close();
    await scene.close();
  });

  const endOf = async (delivered: Delivered): Promise<string> => {
    if ('refused' in delivered) return `refused: ${delivered.refused}`;
    const { videoId } = delivered;
    const video = await eventually(
      'the video comes to its end',
      async () => {
        const [row] = await scene.sql<VideoRow & object>(
          'SELECT status, processing_error FROM videos WHERE id = $1',
          [videoId],
        );
        return row?.status === 'processing' ? null : row;
      },
      END_LIMIT_MS,
    );
    const triedAgain = await scene.sql(
      'SELECT name FROM processing_steps WHERE video_id = $1 AND attempts > 1',
      [videoId],
    );
    const made = await scene.sql(
      `SELECT key FROM storage_objects WHERE video_id = $1 AND purpose = 'derived'`,
      [videoId],
    );
    const isFinal = video.processing_error?.permanent;
    expect({ triedAgain, made, isFinal }).toEqual({ triedAgain: [], made: [], isFinal: true });
    return `${video.status}: ${video.processing_error?.code ?? ''}`;
  };

  const endsOf = async (door: Door, files: readonly SentFile[]): Promise<readonly string[]> => {
    const ends: string[] = [];
    const waiting = [...files];
    const sender = async (): Promise<void> => {
      for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
        ends.push(await endOf(await door.deliver(scene, file)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    return ends;
  };

  describe.each(DOORS)('at $name', (door) => {
    it.each(DISGUISES)('opens nothing: $name', async ({ files, ends }) => {
      const seen = await endsOf(door, files(neighbour));
      expect(seen.filter((end) => !ends.test(end))).toEqual([]);
      expect(await ground.touched()).toEqual([]);
    });
  });
});

interface VideoRow {
  readonly status: string;
  readonly processing_error: { readonly code: string; readonly permanent: boolean } | null;
}
