import { CRASH_POINTS, type CrashPoint } from '#kernel/crash-point';
import { eventually } from '../eventually';
import type { Uploader } from '../uploader';
import { Viewer } from '../viewer';
import type { CrashSite, Deadly } from './crash-site';

/** Each point at its passes: thumbnail, render and publish; the thumbnail is one file, the rest is the render's. */
const DEATHS: readonly Deadly[] = [
  'C10',
  'C10:2',
  'C10:3',
  'C11',
  'C11:3',
  'C12',
  'C12:2',
  'C12:3',
  'C13',
  'C13:2',
  'C13:3',
];

/** Deaths of a worker that makes a new version of a published video: one video, again and again. */
export function itStaysPlayableThough(site: () => CrashSite): void {
  let published: Promise<{ uploader: Uploader; id: string }> | null = null;

  const publish = async (): Promise<{ uploader: Uploader; id: string }> => {
    const uploader = await site().newUploader();
    const id = await uploader.upload();
    await uploader.untilProcessed(id);
    return { uploader, id };
  };

  it.each(DEATHS.map((death) => [death, CRASH_POINTS[death.split(':')[0] as CrashPoint]] as const))(
    '%s, %s: the old version plays until the new one does, and nothing is left of the dead',
    async (death) => {
      if (site().scene.workers.length === 0) await site().scene.startWorker();
      const { uploader, id } = await (published ??= publish());
      const viewer = new Viewer(uploader.client);
      const links = await viewer.linksTo(id);
      const before = await versionOf(id);
      await site().diesInWorker(death, () => uploader.client.post(`/api/v1/videos/${id}/reprocess`), {
        meanwhile: async () => {
          expect(await viewer.unplayable(links)).toEqual([]);
          expect(await viewer.unplayable(await viewer.linksTo(id))).toEqual([]);
        },
      });
      await uploader.untilProcessed(id);
      expect(await viewer.unplayable(links)).toEqual([]);
      await site().expectCompleted(uploader, id);
      expect(await versionOf(id)).toBe(before + 1);
      expect(await viewer.unplayable(await viewer.linksTo(id))).toEqual([]);
    },
  );

  it('C10, and the video is deleted before anybody comes: nothing is left of either version', async () => {
    const { uploader, id } = await publish();
    await site().diesInWorker('C10', () => uploader.client.post(`/api/v1/videos/${id}/reprocess`), {
      meanwhile: async () => {
        await uploader.delete(id);
      },
    });
    await site().expectGone(uploader, id, { uploadsSpent: 1 });
    await eventually('nobody works on it any more', async () => {
      const active = await site().scene.sql(
        `SELECT id FROM processing_runs WHERE video_id = $1 AND state = 'active'`,
        [id],
      );
      return active.length === 0;
    });
  });

  async function versionOf(id: string): Promise<number> {
    const [video] = await site().scene.sql<{ published_version: number }>(
      'SELECT published_version FROM videos WHERE id = $1',
      [id],
    );
    return video?.published_version ?? 0;
  }
}
