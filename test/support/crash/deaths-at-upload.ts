import { CRASH_POINTS } from '#kernel/crash-point';
import type { OpenedUpload } from '../uploader';
import type { CrashSite } from './crash-site';

/** Deaths of an HTTP process at a door, with a client that repeats what was not answered, or that never comes back. */
export function itKeepsItsWordThough(site: () => CrashSite): void {
  const videosOf = async (ownerId: string): Promise<string[]> => {
    const rows = await site().scene.sql<{ id: string }>(
      'SELECT videos.id FROM videos WHERE videos.owner_id = $1',
      [ownerId],
    );
    return rows.map(({ id }) => id);
  };

  it(`C1, ${CRASH_POINTS.C1}: there is nothing, and the client begins again`, async () => {
    const uploader = await site().newUploader();
    await site().diesInApi('C1', (api) => uploader.at(api).open('one upload'));
    expect(await videosOf(uploader.userId)).toEqual([]);
    expect(await uploader.quota()).toMatchObject({ used: 0, storage_bytes_used: 0 });
    const { video_id: id } = await uploader.sendFile('one upload');
    await uploader.complete(id);
    await site().expectCompleted(uploader, id);
  });

  it(`C2, ${CRASH_POINTS.C2}: the client asks again, and it is the same upload`, async () => {
    const uploader = await site().newUploader();
    await site().diesInApi('C2', (api) => uploader.at(api).open('one upload'));
    const [begun] = await videosOf(uploader.userId);
    const again = await uploader.open('one upload');
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.json<OpenedUpload>().video_id).toBe(begun);
    expect(await uploader.quota()).toMatchObject({ storage_bytes_used: site().clip.length });
    await uploader.send(again.json<OpenedUpload>());
    await uploader.complete(begun!);
    await site().expectCompleted(uploader, begun!);
  });

  it(`C2, ${CRASH_POINTS.C2}: the client never comes back, and its room is free again`, async () => {
    const uploader = await site().newUploader();
    await site().diesInApi('C2', (api) => uploader.at(api).open('one upload'));
    const [begun] = await videosOf(uploader.userId);
    await site().aWeekLater(begun!);
    await site().expectGone(uploader, begun!, { uploadsSpent: 0 });
  });

  it.each(['C5', 'C6'] as const)(
    '%s, an upload is accepted and not completed: it is completed though the client never comes back',
    async (point) => {
      const uploader = await site().newUploader();
      const { video_id: id } = await uploader.sendFile();
      await site().diesInApi(point, (api) => uploader.at(api).complete(id));
      await site().expectCompleted(uploader, id);
    },
  );

  it(`C8, ${CRASH_POINTS.C8}: the client asks again and is told, and the upload is spent once`, async () => {
    const uploader = await site().newUploader();
    const { video_id: id } = await uploader.sendFile();
    await site().diesInApi('C8', (api) => uploader.at(api).complete(id));
    expect((await uploader.complete(id)).status).toBe(200);
    await site().expectCompleted(uploader, id);
  });
}
