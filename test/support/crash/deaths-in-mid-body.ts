import { readdir, stat } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { eventually } from '../eventually';
import type { OpenedUpload } from '../uploader';
import type { CrashSite } from './crash-site';

/** Only where the bytes come through a process of ours: a bucket takes them itself. */
export function itTakesABodyAgainThough(site: () => CrashSite): void {
  const incoming = async (): Promise<number[]> => {
    const folder = path.join(site().scene.dataFolder, 'storage/incoming');
    const names = await readdir(folder).catch(() => []);
    return Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).size));
  };

  /** Answers how it ended, which is never. */
  const sendHalf = ({ upload_url: url, headers }: OpenedUpload): Promise<string> => {
    const { clip } = site();
    const sending = request(url, {
      method: 'PUT',
      headers: { ...headers, 'content-length': String(clip.length) },
    });
    sending.write(clip.subarray(0, clip.length / 2));
    return new Promise((resolve) => {
      sending.on('response', ({ statusCode }) => resolve(`answered ${String(statusCode)}`));
      sending.on('error', () => resolve('broke off'));
    });
  };

  it('C4, half of a body has come: the client sends it again, and the half is cleared away', async () => {
    const uploader = await site().newUploader();
    const api = await site().scene.startApi();
    const ending = sendHalf((await uploader.at(api).open('one upload')).json<OpenedUpload>());
    await eventually('half of it lies on the disk', async () =>
      (await incoming()).includes(Math.floor(site().clip.length / 2)),
    );
    await api.kill();
    expect(await ending).toBe('broke off');
    const { video_id: id } = await uploader.sendFile('one upload');
    await uploader.complete(id);
    expect(await site().stores.removeLeftovers({ hoursLater: 2 })).toBe(1);
    expect(await incoming()).toEqual([]);
    await site().expectCompleted(uploader, id);
  });
}
