import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContainerFamily } from '../input/file-signature';
import { readProvenance } from './read-provenance';
import { gapsIn } from './timestamp-gaps';

const words = (...numbers: number[]) => {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, index) => bytes.writeInt32BE(number | 0, index * 4));
  return bytes;
};
const box = (type: string, ...content: Buffer[]) => {
  const body = Buffer.concat(content);
  return Buffer.concat([words(body.length + 8), Buffer.from(type, 'latin1'), body]);
};
const track = (handler: string, edits: Buffer[], runs: number[]) =>
  box(
    'trak',
    ...edits,
    box(
      'mdia',
      box('mdhd', words(0, 0, 0, 1000, 0)),
      box('hdlr', words(0, 0), Buffer.from(handler), Buffer.alloc(12)),
      box('minf', box('stbl', box('stts', words(0, runs.length / 2, ...runs)))),
    ),
  );
const elst = (...entries: number[]) => box('edts', box('elst', words(0, entries.length / 3, ...entries)));
const credentials = box('uuid', Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex'), Buffer.alloc(20));
const ftyp = box('ftyp', Buffer.from('isom'), words(0));
const riff = (...chunks: [string, Buffer][]) => {
  const body = Buffer.concat(
    chunks.map(([id, content]) => {
      const size = Buffer.alloc(4);
      size.writeUInt32LE(content.length);
      return Buffer.concat([Buffer.from(id), size, content, Buffer.alloc(content.length % 2)]);
    }),
  );
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length + 4);
  return Buffer.concat([Buffer.from('RIFF'), size, Buffer.from('AVI '), body]);
};

describe('where a file comes from', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'provenance-'));
    file = path.join(folder, 'file');
  });
  afterAll(() => rm(folder, { recursive: true }));
  const facts = async (bytes: Buffer, family: ContainerFamily = 'isobmff') => {
    await writeFile(file, bytes);
    return readProvenance(file, family);
  };

  it('is told by credentials, edit lists and gaps', async () => {
    const movie = box(
      'moov',
      track('soun', [elst(1000, 0, 65536)], [100, 20]),
      track('vide', [elst(500, -1, 65536, 2000, 80, 65536)], [50, 40, 1, 2040, 50, 40]),
    );
    expect(await facts(Buffer.concat([ftyp, credentials, movie, box('mdat', Buffer.alloc(50))]))).toEqual({
      contentCredentials: 'found',
      editLists: { tracks: 2, entries: 3, emptyEntries: 1 },
      timestampGaps: { count: 1, longestSeconds: 2.04 },
      missingBytes: 0,
      isComplete: true,
    });
  });

  it('is not told by what is not there', async () => {
    expect(await facts(Buffer.concat([ftyp, box('moov')]))).toMatchObject({
      contentCredentials: 'not_found',
      editLists: { tracks: 0, entries: 0, emptyEntries: 0 },
      timestampGaps: null,
    });
    const other = box('uuid', Buffer.alloc(16, 7));
    expect(await facts(Buffer.concat([ftyp, other]))).toMatchObject({ contentCredentials: 'not_found' });
  });

  it('says how much is missing of an upload that was cut short', async () => {
    const whole = Buffer.concat([ftyp, box('moov'), box('mdat', Buffer.alloc(5_000))]);
    expect(await facts(whole.subarray(0, whole.length - 1_234))).toMatchObject({
      missingBytes: 1_234,
      isComplete: true,
    });
    expect(await facts(riff(['movi', Buffer.alloc(500)]).subarray(0, 400), 'avi')).toMatchObject({
      missingBytes: 120,
    });
  });

  it('finds credentials in an AVI, and has no place to look in Matroska', async () => {
    expect(await facts(riff(['movi', Buffer.alloc(51)], ['C2PA', Buffer.alloc(9)]), 'avi')).toMatchObject({
      contentCredentials: 'found',
    });
    expect(await facts(riff(['movi', Buffer.from('C2PA')]), 'avi')).toMatchObject({
      contentCredentials: 'not_found',
    });
    const live = Buffer.from('1a45dfa380185380670fffffff', 'hex');
    expect(await facts(live, 'matroska')).toMatchObject({ contentCredentials: 'unknown' });
  });

  it.each([
    ['a size below its header', Buffer.concat([ftyp, words(4), Buffer.from('moov'), Buffer.alloc(40)])],
    [
      'a 64-bit size below its header',
      Buffer.concat([ftyp, words(1), Buffer.from('moov'), words(0, 3), Buffer.alloc(40)]),
    ],
    ['a 64-bit size beyond all numbers', Buffer.concat([ftyp, words(1), Buffer.from('moov'), words(-1, -1)])],
    ['a header cut short', Buffer.concat([ftyp, Buffer.from('moo')])],
    ['20001 boxes', Buffer.concat([ftyp, ...Array.from({ length: 20_001 }, () => box('free'))])],
    [
      'a thousand tracks',
      Buffer.concat([ftyp, box('moov', ...Array.from({ length: 1_000 }, () => box('trak')))]),
    ],
  ])('stops at %s and says so', async (_what, bytes) => {
    expect(await facts(bytes)).toMatchObject({ contentCredentials: 'unknown', isComplete: false });
  });

  it('believes no table that claims more rows than it has', async () => {
    const liar = box('trak', box('edts', box('elst', words(0, 0x7fffffff, 1, -1, 1))));
    expect(await facts(Buffer.concat([ftyp, box('moov', liar)]))).toMatchObject({
      editLists: { tracks: 1, entries: 1, emptyEntries: 1 },
    });
  });

  it('does not go round in a box that is its own parent’s size', async () => {
    const nested = Buffer.concat(
      Array.from({ length: 200 }, () => Buffer.concat([words(0), Buffer.from('moov')])),
    );
    expect((await facts(Buffer.concat([ftyp, nested]))).editLists).toEqual({
      tracks: 0,
      entries: 0,
      emptyEntries: 0,
    });
  });

  it('reads little of a file of many gigabytes', async () => {
    const large = Buffer.concat([ftyp, words(1), Buffer.from('mdat'), words(1, 0)]);
    await writeFile(file, large);
    await truncate(file, 16 + 2 ** 32);
    const before = process.memoryUsage().rss;
    expect(await readProvenance(file, 'isobmff')).toMatchObject({ missingBytes: 0, isComplete: true });
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
  });

  it('can be called off', async () => {
    await writeFile(file, Buffer.concat([ftyp, box('moov')]));
    await expect(readProvenance(file, 'isobmff', AbortSignal.abort())).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});

describe('gaps between frames', () => {
  it('are frames that stand three times as long as is usual, and half a second', () => {
    const steady = { samples: 100, delta: 40 };
    expect(gapsIn([steady, { samples: 2, delta: 600 }, steady], 1000)).toEqual({
      count: 2,
      longestSeconds: 0.6,
    });
    expect(gapsIn([steady, { samples: 2, delta: 400 }, steady], 1000)).toEqual({
      count: 0,
      longestSeconds: 0,
    });
    expect(gapsIn([{ samples: 10, delta: 2000 }], 1000).count).toBe(0);
  });

  it('are not what the last frame is given to fill up', () => {
    expect(
      gapsIn(
        [
          { samples: 100, delta: 40 },
          { samples: 1, delta: 5_000 },
        ],
        1000,
      ).count,
    ).toBe(0);
    expect(gapsIn([], 1000)).toEqual({ count: 0, longestSeconds: 0 });
  });
});
