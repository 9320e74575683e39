import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { CrashSite } from '../support/crash/crash-site';
import { DashboardVisitor, type DashboardSession } from '../support/dashboard-visitor';
import { eventually } from '../support/eventually';
import { filePart } from '../support/form';
import { FormSender } from '../support/form-sender';
import { longFilm } from '../support/long-film';
import { SeededRandom } from '../support/seeded-random';

jest.setTimeout(300_000);

const FILM_BYTES = 64 * 1024 * 1024;
const ROUNDS = 5;
/** Each with a byte count of its own, all killed at once. */
const SENDERS = 4;
/** Lease, patience with a receiver that is late, and the sweep. */
const SWEPT_WITHIN_MS = 60_000;

interface Sender {
  readonly visitor: DashboardVisitor;
  readonly session: DashboardSession;
}

/** `kill -9` of the HTTP process at twenty places of a form that is streamed through it. */
describe('a long film on its way to the dashboard, whose receiver is killed', () => {
  const seed = Number(process.env.TEST_SEED ?? randomBytes(3).readUIntBE(0, 3));
  const random = new SeededRandom(seed);
  let site: CrashSite;
  let film: Buffer;

  beforeAll(async () => {
    site = await CrashSite.open({ STORAGE_RESERVE_MB: '0' });
    film = longFilm(site.clip, FILM_BYTES);
  });

  afterAll(() => site.close());

  const newSender = async (): Promise<Sender> => {
    const visitor = await DashboardVisitor.in(site.scene);
    return { visitor, session: await visitor.open() };
  };

  /** Answers how many bytes of each were out when it died. */
  const dieOver = async (senders: readonly Sender[]): Promise<readonly number[]> => {
    const api = await site.scene.startApi();
    const counts = senders.map(() => random.below(FILM_BYTES));
    const forms = senders.map(({ visitor, session }) => {
      const url = session.upload_url.replace(site.scene.api.baseUrl, api.baseUrl);
      return new FormSender(visitor, { upload_url: url }, filePart(film));
    });
    await Promise.all(forms.map((form, index) => form.sendUpTo(counts[index] ?? 0)));
    await api.kill();
    for (const form of forms) expect(await form.answer).toBeNull();
    return counts;
  };

  const expectNoFilesOfTheDead = async () => {
    await site.stores.removeLeftovers({ hoursLater: 2 });
    expect(await readdir(path.join(site.scene.dataFolder, 'storage/incoming')).catch(() => [])).toEqual([]);
  };

  it(`sends it again to the same session: it is there once, and nothing else is (seed ${String(seed)})`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const senders = await Promise.all(Array.from({ length: SENDERS }, newSender));
      const counts = await dieOver(senders);
      for (const { visitor, session } of senders) {
        const answer = await eventually(
          `it is taken after ${counts.join(', ')} bytes`,
          async () => {
            const sent = await visitor.send(session, filePart(film));
            return sent.status === 409 ? null : sent;
          },
          SWEPT_WITHIN_MS,
        );
        expect(answer.status).toBe(201);
        expect(await visitor.quota()).toMatchObject({ used: 1, storage_bytes_used: film.length });
      }
      expect(await site.stores.brokenInvariants()).toEqual([]);
    }
    await expectNoFilesOfTheDead();
  });

  it(`never comes back: nothing of it is left (seed ${String(seed)})`, async () => {
    const senders = await Promise.all(Array.from({ length: SENDERS }, newSender));
    await dieOver(senders);
    for (const { visitor, session } of senders) {
      await eventually(
        'nothing stands for it any more',
        async () => (await visitor.kept()).length === 0,
        SWEPT_WITHIN_MS,
      );
      expect(await visitor.status(session)).toMatchObject({ status: 'active', progress: 0 });
    }
    await expectNoFilesOfTheDead();
    expect(await site.stores.brokenInvariants()).toEqual([]);
  });
});
