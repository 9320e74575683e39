import { Client } from 'pg';
import { makeClip } from '../support/clips';
import { register } from '../support/people';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';

const ANSWERED_WITHIN_MS = 10_000;
/** Several times what the pool of the process holds. */
const PILE = 30;

/** Somebody, an operator at a console perhaps, holds a row and does not let go. */
describe('while a row is locked by somebody else', () => {
  let scene: Scene;
  let uploader: Uploader;
  let id: string;
  let holder: Client;

  beforeAll(async () => {
    scene = await Scene.open();
    uploader = await Uploader.register(scene, await makeClip(scene.dataFolder));
    ({ video_id: id } = await uploader.sendFile());
    holder = new Client({ connectionString: scene.variables.DATABASE_URL });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT id FROM videos WHERE id = $1 FOR UPDATE', [id]);
  });

  afterAll(async () => {
    await holder.end();
    await scene.close();
  });

  const timed = async <T>(work: Promise<T>) => {
    const startedAt = performance.now();
    const answer = await work;
    return { answer, milliseconds: performance.now() - startedAt };
  };

  it('whoever needs it is asked to come again, in time', async () => {
    const { answer, milliseconds } = await timed(uploader.delete(id));
    expect(answer.verdict).toBe('503 OVERLOADED');
    expect(answer.headers.get('retry-after')).toMatch(/^[0-9]+$/);
    expect(milliseconds).toBeLessThan(ANSWERED_WITHIN_MS);
  });

  it('a pile of such requests keeps nobody waiting for long, and all is well right after it', async () => {
    const pile = Array.from({ length: PILE }, () => timed(uploader.delete(id)));
    const stranger = await timed(uploader.quota().catch(() => null));
    const answers = await Promise.all(pile);
    expect(Math.max(stranger.milliseconds, ...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(
      ANSWERED_WITHIN_MS,
    );
    for (const { answer } of answers)
      expect(['503 OVERLOADED', '503 DEPENDENCY_UNAVAILABLE']).toContain(answer.verdict);
    expect((await register(scene.client)).user.role).toBe('user');
  });

  it('and it is done when they let go', async () => {
    await holder.query('ROLLBACK');
    expect((await uploader.delete(id)).status).toBe(200);
    expect((await uploader.get(id)).verdict).toBe('404 VIDEO_NOT_FOUND');
  });
});
