import { CRASH_POINTS, type CrashPoint } from '#kernel/crash-point';
import type { CrashSite, Deadly } from './crash-site';

const STEPS = ['ingest', 'thumbnail', 'publish'];

/** Deaths of a worker between the confirmation of an upload and its completion. */
export const DEATHS_AT_WORK: readonly Deadly[] = [
  'C7',
  'C8-offer',
  'C8-publish',
  'C9',
  'C10',
  'C10:2',
  'C10:3',
  'C12',
  'C12:2',
  'C12:3',
  'C13',
  'C13:2',
  'C13:3',
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

function describeDeath(death: Deadly): string {
  const [point = '', pass = '1'] = death.split(':');
  return `${CRASH_POINTS[point as CrashPoint]} (${STEPS[Number(pass) - 1] ?? pass})`;
}
