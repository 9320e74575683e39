import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readProvenance } from '#libs/media';
import { AAC, H264, makeClip, PICTURE, SOUND } from './material/clips';
import { openWorkshop, type Workshop } from './material/media-tools';

jest.setTimeout(60_000);

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());
const clip = (name: string, ...args: string[]) => makeClip(workshop.folder, name, args);

describe('where a real file comes from', () => {
  it('is told by the edit lists that a muxer writes', async () => {
    const file = clip('plain.mp4', ...PICTURE, ...SOUND, ...H264, ...AAC);
    expect(await readProvenance(file, 'isobmff')).toEqual({
      contentCredentials: 'not_found',
      editLists: { tracks: 2, entries: 2, emptyEntries: 0 },
      timestampGaps: { count: 0, longestSeconds: 0 },
      missingBytes: 0,
      isComplete: true,
    });
  });

  it('is told by frames that are missing in the middle', async () => {
    const cut = ['-vf', "select='not(between(n,5,14))'", '-vsync', 'vfr'];
    const { timestampGaps } = await readProvenance(clip('gap.mp4', ...PICTURE, ...cut, ...H264), 'isobmff');
    expect(timestampGaps?.count).toBe(1);
    expect(timestampGaps?.longestSeconds).toBeCloseTo(1.1, 1);
  });

  it.each([
    ['mp4', 'isobmff', ['-movflags', '+faststart', ...H264]],
    ['avi', 'avi', ['-c:v', 'mpeg4']],
    ['mkv', 'matroska', H264],
  ] as const)('says how much of a cut %s is missing', async (extension, family, coding) => {
    const file = clip(`whole.${extension}`, ...PICTURE, ...coding);
    expect((await readProvenance(file, family)).missingBytes).toBe(0);
    const bytes = await readFile(file);
    const cut = path.join(workshop.folder, `cut.${extension}`);
    await writeFile(cut, bytes.subarray(0, bytes.length - 1_000));
    expect((await readProvenance(cut, family)).missingBytes).toBe(1_000);
  });
});
