import { CRASH_POINTS, type CrashPoint } from '#kernel/crash-point';
import { MAX_ATTEMPTS } from '../../../src/modules/processing/domain/retry-policy';
import type { CrashSite, Deadly } from './crash-site';

/** At which step the passes of a point that every step passes happen; the thumbnail is one file, the rest is the render's. */
const STEPS = ['ingest', 'thumbnail', 'render', 'publish'];
const WRITERS = ['thumbnail', 'render', 'render'];

/** Deaths of a worker between the confirmation of an upload and its completion. */
export const DEATHS_AT_WORK: readonly Deadly[] = [
  'C7',
  'C8-offer',
  'C8-publish',
  'C9',
  'C10',
  'C10:2',
  'C10:3',
  'C10:4',
  'C11',
  'C11:3',
  'C12',
  'C12:2',
  'C12:3',
  'C12:4',
  'C13',
  'C13:2',
  'C13:3',
  'C13:4',
];

export function itCompletesThough(site: () => CrashSite, deaths: readonly Deadly[] = DEATHS_AT_WORK): void {
  it.each(deaths.map((death) => [death, describeDeath(death)] as const))(
    '%s, %s: the video is completed all the same',
    async (death) => {
      const uploader = await site().newUploader();
      const { video_id: id } = await uploader.sendFile();
      await site().diesInWorker(death, () => uploader.complete(id));
      await site().expectCompleted(uploader, id);
    },
  );
}

/** A file that kills whoever works on it must not be tried for ever. */
export function itGivesUpAFileThatKills(site: () => CrashSite): void {
  it('C7, three times: the video has failed and says why, and all of it can be deleted', async () => {
    const uploader = await site().newUploader();
    const { video_id: id } = await uploader.sendFile();
    await site().diesInWorker('C7', () => uploader.complete(id), { deaths: MAX_ATTEMPTS });
    expect(await uploader.untilProcessed(id)).toMatchObject({
      processing_status: 'failed',
      processing_error: { code: 'PROCESSING_CRASHED', permanent: true },
    });
    await site().aWeekLater(id);
    expect((await site().untilOnlyLiveIsLeft(id)).map(({ purpose }) => purpose)).toEqual(['staging']);
    await site().expectOrder();
    await uploader.delete(id);
    await site().expectGone(uploader, id, { uploadsSpent: 1 });
  });
}

function describeDeath(death: Deadly): string {
  const [point = '', pass = '1'] = death.split(':');
  const step = (point === 'C11' ? WRITERS : STEPS)[Number(pass) - 1] ?? pass;
  return `${CRASH_POINTS[point as CrashPoint]} (${step})`;
}
