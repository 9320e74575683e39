import { CRASH_POINTS } from '#kernel/crash-point';
import { PartUploader, type OpenedParts } from '../part-uploader';
import type { Uploader } from '../uploader';
import type { CrashSite } from './crash-site';

/** Deaths of an HTTP process while a file comes in parts. */
export function itKeepsItsWordInPartsThough(site: () => CrashSite): void {
  const begin = async (): Promise<{ uploader: Uploader; parts: PartUploader; upload: OpenedParts }> => {
    const uploader = await site().newUploader();
    const parts = new PartUploader(uploader.client);
    return { uploader, parts, upload: await parts.open(site().clip.length) };
  };

  it(`C3, ${CRASH_POINTS.C3}: the client asks again, and what the store began is given up a day later`, async () => {
    const { uploader, parts, upload } = await begin();
    await site().diesInApi('C3', (api) =>
      new PartUploader(uploader.at(api).client).sign(upload.upload_id, [1]),
    );
    const sent = await parts.sendAll(upload, site().clip);
    expect(await site().stores.openMultipartUploads()).toBe(2);
    expect((await parts.complete(upload.upload_id, sent)).status).toBe(201);
    expect(await site().stores.abortUnknownUploads()).toBe(0);
    expect(await site().stores.abortUnknownUploads({ hoursLater: 26 })).toBe(1);
    expect(await site().stores.openMultipartUploads()).toBe(0);
    await site().expectCompleted(uploader, upload.video_id);
  });

  it.each([
    { point: 'C5', when: 'the parts have come, and nobody has joined them yet' },
    { point: 'C6', when: CRASH_POINTS.C6 },
  ] as const)(
    '$point, $when: the upload is completed though the client never comes back',
    async ({ point }) => {
      const { uploader, parts, upload } = await begin();
      const sent = await parts.sendAll(upload, site().clip);
      await site().diesInApi(point, (api) =>
        new PartUploader(uploader.at(api).client).complete(upload.upload_id, sent),
      );
      await site().expectCompleted(uploader, upload.video_id);
      expect(await site().stores.openMultipartUploads()).toBe(0);
    },
  );

  it(`C6, ${CRASH_POINTS.C6}: a client that asks again is told that it is completed`, async () => {
    const { uploader, parts, upload } = await begin();
    const sent = await parts.sendAll(upload, site().clip);
    await site().diesInApi('C6', (api) =>
      new PartUploader(uploader.at(api).client).complete(upload.upload_id, sent),
    );
    await site().untilAnswered([200, 201], () => parts.complete(upload.upload_id, sent));
    await site().expectCompleted(uploader, upload.video_id);
  });
}
