import { makeClip, padded } from '../support/clips';
import { eventually } from '../support/eventually';
import { cut, PartUploader, type OpenedParts, type SentPart } from '../support/part-uploader';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { put } from '../support/storage-put';

const MIB = 1024 ** 2;
/** Two whole parts and a bit. */
const FILE_BYTES = 2 * 8 * MIB + 12_345;

describe('an upload in parts that is not as it should be', () => {
  let scene: Scene;
  let file: Buffer;
  let owner: Person;
  let uploads: PartUploader;

  beforeAll(async () => {
    scene = await Scene.open({ SWEEP_SECONDS: '1', UPLOAD_SWEEP_SECONDS: '1' });
    const clip = await makeClip(scene.dataFolder);
    file = padded(clip, FILE_BYTES - clip.length);
  });

  beforeEach(async () => {
    owner = await register(scene.client);
    uploads = new PartUploader(owner.client);
  });

  afterAll(() => scene.close());

  const quota = async () =>
    (await owner.client.get('/api/v1/quota')).json<{ used: number; storage_bytes_used: number }>();
  const untilCompleted = (id: string) =>
    eventually(
      'the video is completed',
      async () => {
        const answer = await owner.client.get(`/api/v1/videos/${id}`);
        return answer.json<{ processing_status: string }>().processing_status === 'completed';
      },
      60_000,
    );

  it('is refused, and stays open, while its parts are not as they should be', async () => {
    const upload = await uploads.open(file.length);
    const { upload_id: id } = upload;
    expect((await uploads.complete(id, named(1, 2, 3))).verdict).toBe('422 PART_MISMATCH');
    const first = await uploads.send(upload, file, 1);
    const second = await uploads.send(upload, file, 2);
    const third = { part_number: 3, etag: second.etag };
    expect((await uploads.complete(id, [first, second, third])).verdict).toBe('422 PART_MISMATCH');
    expect((await uploads.complete(id, [first, second])).verdict).toBe('422 PART_MISMATCH');
    expect((await uploads.complete(id, [second, first, third])).verdict).toBe('422 PART_MISMATCH');
    expect((await uploads.complete(id, [first, first, second])).verdict).toBe('422 PART_MISMATCH');
    expect((await uploads.complete(id, [])).verdict).toBe('422 PART_MISMATCH');
    const last = await uploads.send(upload, file, 3);
    const wrong = await uploads.complete(id, [first, { ...second, etag: first.etag }, last]);
    expect(wrong.verdict).toBe('422 PART_MISMATCH');
    expect(wrong.problem.details).toEqual({ part_number: 2 });
    expect((await owner.client.post('/api/v1/videos', { video_id: upload.video_id })).verdict).toBe(
      '409 BYTES_ABSENT',
    );
    expect((await uploads.read(id)).json()).toMatchObject({ status: 'open' });
    expect((await uploads.complete(id, [first, second, last])).status).toBe(201);
    await untilCompleted(upload.video_id);
  });

  it.each([
    ['no part at all', []],
    ['part 0', [0]],
    ['a part twice', [1, 1]],
    ['half a part', [1.5]],
    ['part 10001', [10_001]],
  ])('gives no link to %s', async (_what, numbers) => {
    const upload = await uploads.open(file.length);
    expect((await uploads.sign(upload.upload_id, numbers)).verdict).toBe('422 VALIDATION_FAILED');
  });

  it('gives no link to a part that the file does not have, and gives several at once', async () => {
    const { upload_id: id } = await uploads.open(file.length);
    expect((await uploads.sign(id, [3, 4])).verdict).toBe('422 NO_SUCH_PART');
    const { parts } = (await uploads.sign(id, [3, 1])).json<{
      parts: { part_number: number; expires_at: string }[];
    }>();
    expect(parts.map(({ part_number: number }) => number)).toEqual([3, 1]);
    expect((Date.parse(parts[0]!.expires_at) - Date.now()) / 60_000).toBeGreaterThan(59);
  });

  it('takes nothing by its old links once it was aborted', async () => {
    const upload = await uploads.open(100);
    const link = await uploads.link(upload.upload_id, 1);
    await uploads.abort(upload.upload_id);
    expect((await put(link, file.subarray(0, 100))).status).toBeGreaterThanOrEqual(403);
  });

  it('that is complete takes no part, no link and no abort', async () => {
    const upload = await uploads.open(file.length);
    const link = await uploads.link(upload.upload_id, 1);
    await uploads.complete(upload.upload_id, await uploads.sendAll(upload, file));
    expect((await uploads.sign(upload.upload_id, [1])).verdict).toBe('409 UPLOAD_COMPLETED');
    expect((await uploads.abort(upload.upload_id)).verdict).toBe('409 UPLOAD_COMPLETED');
    expect((await put(link, cut(upload, file, 1))).status).toBeGreaterThanOrEqual(403);
    await untilCompleted(upload.video_id);
  });

  it('is nobody else’s, and unknown ones are unknown to everybody', async () => {
    const upload = await uploads.open(100);
    const stranger = new PartUploader((await register(scene.client)).client);
    const unknown = '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4';
    const asked = (who: PartUploader, id: string) =>
      Promise.all([who.read(id), who.sign(id, [1]), who.complete(id, named(1)), who.abort(id)]);
    const verdicts = (answers: { verdict: string }[]) => new Set(answers.map(({ verdict }) => verdict));
    expect(verdicts(await asked(stranger, upload.upload_id))).toEqual(new Set(['403 NOT_YOUR_VIDEO']));
    expect(verdicts(await asked(uploads, unknown))).toEqual(new Set(['404 UPLOAD_NOT_FOUND']));
    expect(verdicts(await asked(uploads, upload.video_id))).toEqual(new Set(['404 UPLOAD_NOT_FOUND']));
    expect(verdicts(await asked(uploads, 'x'))).toEqual(new Set(['422 VALIDATION_FAILED']));
    expect((await uploads.read(upload.upload_id)).status).toBe(200);
  });

  it('is withdrawn when it turns out to be something else', async () => {
    const page = Buffer.from('<!doctype html>'.padEnd(400));
    const upload = await uploads.open(page.length);
    const parts = await uploads.sendAll(upload, page);
    expect((await uploads.complete(upload.upload_id, parts)).verdict).toBe('400 CONTENT_MISMATCH');
    expect(await quota()).toMatchObject({ used: 0, storage_bytes_used: 0 });
    expect((await uploads.read(upload.upload_id)).verdict).toBe('404 UPLOAD_NOT_FOUND');
  });

  it('may be larger than other uploads, but not larger than its own limit', async () => {
    const large = { filename: 'a.mp4', content_type: 'video/mp4', file_size: 3 * 1024 ** 3 };
    const opened = (await uploads.announce(large)).json<OpenedParts>();
    expect(opened.part_count).toBe(384);
    await uploads.abort(opened.upload_id);
    const tooLarge = await uploads.announce({ ...large, file_size: 51_200 * MIB + 1 });
    expect(tooLarge.verdict).toBe('400 FILE_TOO_LARGE');
  });
});

function named(...numbers: number[]): SentPart[] {
  return numbers.map((number) => ({ part_number: number, etag: 'none' }));
}
