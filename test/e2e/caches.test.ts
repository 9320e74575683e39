import type { ApiClient } from '../support/api-client';
import type { ApiProcess } from '../support/api-process';
import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { register } from '../support/people';
import { Scene } from '../support/scene';
import { StatementCounter } from '../support/statement-counter';
import { Uploader } from '../support/uploader';

const CACHED = { CACHE_VIDEO_METADATA: 'on', CACHE_VIDEO_LISTS: 'on' };
const LIST = '/api/v1/videos';

interface ListBody {
  readonly videos: readonly {
    readonly id: string;
    readonly title: string;
    readonly processing_status: string;
  }[];
  readonly total: number;
}

describe('what two processes and a worker keep of videos', () => {
  let scene: Scene;
  let other: ApiProcess;
  let counter: StatementCounter;
  let owner: Uploader;

  beforeAll(async () => {
    scene = await Scene.open(CACHED);
    counter = await StatementCounter.before(scene.variables.DATABASE_URL ?? '');
    other = await scene.startApi({ DATABASE_URL: counter.url });
    owner = await Uploader.register(scene, await makeClip(scene.dataFolder, { seconds: 1 }));
  });

  afterAll(async () => {
    await scene.close();
    await counter.close();
  });

  const elsewhere = (client: ApiClient = owner.client): ApiClient => client.at(other.baseUrl);
  const at = (id: string) => `${LIST}/${id}`;

  async function completed(key: string): Promise<string> {
    const id = await owner.upload(key);
    await owner.untilProcessed(id);
    return id;
  }

  /** Asks until it is answered without a look at any video. */
  async function keep(client: ApiClient, path: string): Promise<void> {
    await eventually('it is kept', async () => {
      const before = await hits(other);
      await client.get(path);
      return (await hits(other)) > before;
    });
  }

  async function hits(api: ApiProcess): Promise<number> {
    const { text } = await scene.client.at(api.baseUrl).get('/metrics');
    const counts = text.matchAll(/^cache_reads_total\{[^}]*result="hit"[^}]*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  it('costs Postgres nothing where it is asked for again', async () => {
    const id = await completed('again');
    for (const path of [at(id), LIST]) {
      await keep(elsewhere(), path);
      counter.take();
      for (let count = 0; count < 5; count += 1) expect((await elsewhere().get(path)).status).toBe(200);
      const statements = counter
        .take()
        .filter((each) => !each.includes('FROM outbox') && !each.includes('FROM sessions'));
      expect(statements).toEqual([]);
    }
  });

  it('is counted, so that it can be seen what it is worth', async () => {
    const id = await completed('counted');
    await keep(elsewhere(), at(id));
    const { text } = await scene.client.at(other.baseUrl).get('/metrics');
    expect(text).toMatch(/^cache_reads_total\{cache="video_metadata",result="hit"\} [1-9]/m);
    expect(text).toMatch(/^cache_reads_total\{cache="video_metadata",result="miss"\} [1-9]/m);
  });

  it('is as it was edited at the other a moment ago', async () => {
    const id = await completed('edited');
    for (const title of ['one', 'two', 'three']) {
      await keep(elsewhere(), at(id));
      await keep(elsewhere(), LIST);
      expect((await owner.client.patch(at(id), { title })).status).toBe(200);
      const [video, list] = await Promise.all([elsewhere().get(at(id)), elsewhere().get(LIST)]);
      expect(video.json<{ title: string }>().title).toBe(title);
      expect(list.json<ListBody>().videos.find((each) => each.id === id)?.title).toBe(title);
    }
  });

  it('is gone when it was deleted at the other', async () => {
    const id = await completed('deleted');
    await keep(elsewhere(), at(id));
    await keep(elsewhere(), LIST);
    const { total } = (await elsewhere().get(LIST)).json<ListBody>();
    expect((await owner.delete(id)).status).toBe(200);
    expect((await elsewhere().get(at(id))).verdict).toBe('404 VIDEO_NOT_FOUND');
    expect((await elsewhere().get(LIST)).json<ListBody>().total).toBe(total - 1);
  });

  it('has no link that was revoked at the other', async () => {
    const id = await completed('revoked');
    const { url } = (await elsewhere().get(`${at(id)}/playback-url`)).json<{ url: string }>();
    await keep(elsewhere(), at(id));
    expect((await fetch(url)).status).toBe(200);
    expect((await owner.client.post(`${at(id)}/revoke-playback`)).status).toBe(204);
    expect((await fetch(url)).status).toBe(403);
  });

  it('follows the worker, in lists and of the one video', async () => {
    const id = await owner.upload('followed');
    const statusOf = ({ videos }: ListBody) => videos.find((each) => each.id === id)?.processing_status;
    await eventually(
      'the list tells that it is completed',
      async () => {
        const list = (await elsewhere().get(LIST)).json<ListBody>();
        return statusOf(list) === 'completed';
      },
      40_000,
    );
    expect((await elsewhere().get(at(id))).json()).toMatchObject({
      processing_status: 'completed',
      has_thumbnail: true,
    });
    // What the worker did later than the process had kept it.
    await keep(elsewhere(), at(id));
    expect((await owner.client.post(`${at(id)}/reprocess`, {})).status).toBe(202);
    expect((await elsewhere().get(at(id))).json()).toMatchObject({ processing_status: 'processing' });
    await owner.at(other).untilProcessed(id);
    expect(statusOf((await elsewhere().get(LIST)).json<ListBody>())).toBe('completed');
  });

  it('is shown to nobody else, however well it is kept', async () => {
    const id = await completed('own');
    await keep(elsewhere(), at(id));
    await keep(elsewhere(), LIST);
    const stranger = await register(scene.client, 'stranger');
    expect((await elsewhere(stranger.client).get(at(id))).verdict).toBe('403 NOT_YOUR_VIDEO');
    expect((await elsewhere(stranger.client).get(LIST)).json<ListBody>()).toMatchObject({
      videos: [],
      total: 0,
    });
  });
});
