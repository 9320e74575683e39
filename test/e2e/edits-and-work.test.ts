import type { Answer, ApiClient } from '../support/api-client';
import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';

const WRITERS = 20;

interface VideoBody {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly visibility: string;
  readonly processing_status: string;
}

/** Of `"e<edits>.s<states>"`. */
interface Versions {
  readonly edits: number;
  readonly states: number;
}

describe('what people say about a video', () => {
  let scene: Scene;
  let owner: Uploader;
  let clients: readonly ApiClient[];

  beforeAll(async () => {
    scene = await Scene.open();
    owner = await Uploader.register(scene, await makeClip(scene.dataFolder));
    clients = [owner.client, owner.at(await scene.startApi()).client];
  });

  afterAll(() => scene.close());

  const one = (id: string) => `/api/v1/videos/${id}`;
  const announce = async (key: string): Promise<string> =>
    (await owner.open(key)).json<{ video_id: string }>().video_id;
  const edit = (id: string, body: object, tag: string): Promise<Answer> =>
    owner.client.patch(one(id), body, { headers: { 'if-match': tag } });
  const readUnless = (id: string, tag: string): Promise<Answer> =>
    owner.client.get(one(id), { headers: { 'if-none-match': tag } });

  it('is all there after twenty writers at two processes who look again when somebody was faster', async () => {
    const id = await announce('written by many');
    const first = await Promise.all(words().map((_, index) => clientOf(index).get(one(id))));
    const refusals = await Promise.all(
      words().map((word, index) => append(clientOf(index), first[index]!, word)),
    );
    const video = await owner.get(id);
    expect(video.json<VideoBody>().description.trim().split(' ').sort()).toEqual(words());
    expect(versionsOf(tagOf(video)).edits).toBe(versionsOf(tagOf(first[0]!)).edits + WRITERS);
    // All began with the same tag: one was the first, and the others had to look again.
    expect(refusals.filter((count) => count > 0)).toHaveLength(WRITERS - 1);
  });

  it('is not undone by somebody who says something else at the same moment', async () => {
    const id = await announce('edited by field');
    const edits = [{ title: 'Door' }, { description: 'North' }, { tags: ['a'] }, { visibility: 'unlisted' }];
    const answers = await Promise.all(
      edits.map((body, index) => clientOf(index).patch(one(id), body, { headers: { 'if-match': '*' } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(edits.map(() => 200));
    expect((await owner.get(id)).json<VideoBody>()).toMatchObject(Object.assign({}, ...edits) as object);
  });

  it('is taken while the video is in work: work is no edit, and it writes over none', async () => {
    const { video_id: id } = await owner.sendFile('edited in work');
    const before = tagOf(await owner.get(id));
    expect((await readUnless(id, before)).status).toBe(304);
    await owner.complete(id);
    const inWork = await eventually('the work shows', async () => {
      const answer = await readUnless(id, before);
      return answer.status === 200 ? answer : null;
    });
    expect(versionsOf(tagOf(inWork))).toMatchObject({ edits: versionsOf(before).edits });
    expect(versionsOf(tagOf(inWork)).states).toBeGreaterThan(versionsOf(before).states);

    const last = await editUntilCompleted(id, before);
    const done = await owner.get(id);
    expect(done.json<VideoBody>().title).toBe(`Edit ${String(last.count)}`);
    expect(versionsOf(tagOf(done)).edits).toBe(versionsOf(before).edits + last.count);
    const late = await edit(id, { title: 'Afterwards' }, `"e${String(versionsOf(tagOf(done)).edits)}.s0"`);
    expect(late.status).toBe(200);
    expect((await edit(id, { title: 'Too late' }, tagOf(done))).verdict).toBe('412 EDITED_MEANWHILE');
    expect((await owner.get(id)).json<VideoBody>()).toMatchObject({
      title: 'Afterwards',
      processing_status: 'completed',
    });
  });

  it('and what became of it is told apart by the tag as a whole', async () => {
    const id = await owner.upload('read again');
    await owner.untilProcessed(id);
    const done = await owner.get(id);
    const tag = tagOf(done);
    for (const same of [tag, `W/${tag}`, `"e0.s0", ${tag}`, '*']) {
      const answer = await readUnless(id, same);
      expect([same, answer.status, answer.text, answer.headers.get('etag')]).toEqual([same, 304, '', tag]);
    }
    const { edits, states } = versionsOf(tag);
    for (const other of [
      `"e${String(edits)}.s${String(states - 1)}"`,
      `"e${String(edits + 1)}.s${String(states)}"`,
      tag.replaceAll('"', ''),
    ])
      expect([other, (await readUnless(id, other)).status]).toEqual([other, 200]);
    const edited = await edit(id, { title: 'Seen' }, tag);
    expect((await readUnless(id, tag)).json<VideoBody>().title).toBe('Seen');
    expect((await readUnless(id, tagOf(edited))).status).toBe(304);
    await owner.client.post(`${one(id)}/reprocess`, {});
    expect((await readUnless(id, tagOf(edited))).status).toBe(200);
    await owner.untilProcessed(id);
    expect((await edit(id, { title: 'Read before the work' }, tagOf(edited))).status).toBe(200);
  });

  /** Each time with the tag of the answer before, the first time with one from before the work. */
  async function editUntilCompleted(id: string, before: string): Promise<{ readonly count: number }> {
    const deadline = Date.now() + 40_000;
    const states = new Set<number>();
    let tag = before;
    for (let count = 1; Date.now() < deadline; count += 1) {
      const answer = await edit(id, { title: `Edit ${String(count)}` }, tag);
      expect(answer.verdict).toBe('200');
      tag = tagOf(answer);
      states.add(versionsOf(tag).states);
      if (answer.json<VideoBody>().processing_status !== 'completed') continue;
      expect(states.size).toBeGreaterThan(1);
      return { count };
    }
    throw new Error('the video was never completed');
  }

  /** How often somebody else was faster. */
  async function append(client: ApiClient, seen: Answer, word: string): Promise<number> {
    const path = one(seen.json<{ id: string }>().id);
    let last = seen;
    for (let refusals = 0; ; refusals += 1) {
      const description = `${last.json<VideoBody>().description} ${word}`;
      const answer = await client.patch(path, { description }, { headers: { 'if-match': tagOf(last) } });
      if (answer.status === 200) return refusals;
      expect(answer.verdict).toBe('412 EDITED_MEANWHILE');
      last = await client.get(path);
    }
  }

  function clientOf(index: number): ApiClient {
    return clients[index % clients.length]!;
  }
});

function words(): readonly string[] {
  return Array.from({ length: WRITERS }, (_, index) => `word${String(index).padStart(2, '0')}`);
}

function tagOf(answer: Answer): string {
  return answer.headers.get('etag') ?? '';
}

function versionsOf(tag: string): Versions {
  const [, edits, states] = /^"e(\d+)\.s(\d+)"$/.exec(tag) ?? [];
  return { edits: Number(edits), states: Number(states) };
}
