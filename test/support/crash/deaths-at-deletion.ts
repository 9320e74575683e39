import { CRASH_POINTS } from '#kernel/crash-point';
import type { CrashSite } from './crash-site';
import type { Uploader } from '../uploader';

export function itForgetsThough(site: () => CrashSite): void {
  const completedVideo = async (): Promise<{ uploader: Uploader; id: string }> => {
    const uploader = await site().newUploader();
    const { video_id: id } = await uploader.sendFile();
    await uploader.complete(id);
    await uploader.untilProcessed(id);
    return { uploader, id };
  };

  it(`C16, ${CRASH_POINTS.C16}: its bytes go all the same, and its room is free again`, async () => {
    const { uploader, id } = await completedVideo();
    await site().diesInApi('C16', (api) => uploader.at(api).delete(id));
    expect((await uploader.delete(id)).verdict).toBe('404 VIDEO_NOT_FOUND');
    await site().expectGone(uploader, id, { uploadsSpent: 1 });
  });

  it(`C17, ${CRASH_POINTS.C17}: they are deleted once more, and the room is free again`, async () => {
    const { uploader, id } = await completedVideo();
    await site().diesInWorker('C17', () => uploader.delete(id));
    expect(await uploader.quota()).toMatchObject({ pending_delete_bytes: site().clip.length });
    await site().expectGone(uploader, id, { uploadsSpent: 1 });
  });
}
