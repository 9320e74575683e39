import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import path from 'node:path';
import type { ApiProcess } from '../support/api-process';
import { eventually } from '../support/eventually';
import { namesUnder } from '../support/names-under';
import { Scene } from '../support/scene';
import { Uploader, type OpenedUpload } from '../support/uploader';

const FILE = randomBytes(1024 * 1024);
const HALF = FILE.length / 2;

describe('a process that is killed while a file comes', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.open();
  });

  afterAll(() => scene.close());

  const incoming = () => namesUnder(path.join(scene.dataFolder, 'storage', 'incoming'));

  /** Sends half of a file to a process, and waits until the disk has it. */
  async function sendHalf(api: ApiProcess) {
    const before = await incoming();
    const uploader = (await Uploader.register(scene, FILE)).at(api);
    const { upload_url: url, headers } = (await uploader.open('one upload')).json<OpenedUpload>();
    const { pathname, search } = new URL(url);
    const sending = request(new URL(`${pathname}${search}`, api.baseUrl), {
      method: 'PUT',
      headers: { ...headers, 'Content-Length': FILE.length },
    });
    sending.on('error', () => undefined);
    sending.write(FILE.subarray(0, HALF));
    const name = await eventually('half of the file is there', async () => {
      const [mine] = (await incoming()).filter((each) => !before.includes(each));
      if (mine === undefined) return null;
      const { size } = await stat(path.join(scene.dataFolder, 'storage', 'incoming', mine));
      return size === HALF ? mine : null;
    });
    return { name, sending };
  }

  it('leaves half of it, which is gone when the next one starts; what another still receives is not touched', async () => {
    const doomed = await scene.startApi();
    const [mine, others] = [await sendHalf(doomed), await sendHalf(scene.api)];
    await doomed.kill();
    expect((await incoming()).sort()).toEqual([mine.name, others.name].sort());
    await scene.startApi();
    expect(await incoming()).toEqual([others.name]);
    const answered = once(others.sending, 'response') as Promise<[IncomingMessage]>;
    others.sending.end(FILE.subarray(HALF));
    const [{ statusCode }] = await answered;
    expect(statusCode).toBe(200);
    expect(await incoming()).toEqual([]);
  });
});
