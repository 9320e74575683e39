import { BucketSite } from '../support/bucket-site';
import { describeWithS3 } from '../support/s3-server';
import { is } from '../support/store-proxy';
import type { HealthBody } from '../support/wire';
import { residentBytes } from '../support/processes';

const MIB = 1024 * 1024;
/** Then the HTTP process asks no more for a while. */
const FAILURES_IN_A_ROW = 5;
const IMPATIENT_ROUNDS = 100;

jest.setTimeout(120_000);

describeWithS3('a bucket', () => {
  let site: BucketSite;

  beforeAll(async () => {
    site = await BucketSite.open();
  });

  afterEach(() => site.behave());

  afterAll(() => site.close());

  it('that sends a KiB a second is waited for ten seconds, and asked again when its client asks again', async () => {
    const upload = await site.sent();
    site.store.proxy.play({ kind: 'trickle', bytesPerSecond: 1024 }, is('GET'));
    const { answer, seconds } = await site.complete(upload);
    expect(answer.verdict).toBe('503 STORAGE_UNAVAILABLE');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(20);
    site.behave();
    await site.completeAtLast(upload);
  });

  it('that never answers is left alone; what needs no bytes is served, health names it, memory stays flat', async () => {
    const waiting = await Promise.all(Array.from({ length: FAILURES_IN_A_ROW }, () => site.sent()));
    const completeAll = () => Promise.all(waiting.map((upload) => site.complete(upload)));
    site.store.proxy.play({ kind: 'silence' });
    // Else the worker, which brings left completions to their end, would do so after half a minute.
    site.store.workersProxy.play({ kind: 'silence' });
    for (const { answer, seconds } of await completeAll()) {
      expect(answer.verdict).toBe('503 STORAGE_UNAVAILABLE');
      expect(seconds).toBeLessThan(20);
    }
    expect(site.store.proxy.count()).toBe(3 * FAILURES_IN_A_ROW);

    const before = residentBytes(site.api.pid);
    const startedAt = performance.now();
    for (let round = 0; round < IMPATIENT_ROUNDS; round += 1) {
      const verdicts = (await completeAll()).map(({ answer }) => answer.verdict);
      expect(new Set(verdicts)).toEqual(new Set(['503 STORAGE_UNAVAILABLE']));
    }
    // One trial a rest of five seconds, of three tries each.
    const trials = 1 + Math.ceil((performance.now() - startedAt) / 5_000);
    expect(site.store.proxy.count()).toBeLessThanOrEqual(3 * (FAILURES_IN_A_ROW + trials));
    expect(residentBytes(site.api.pid) - before).toBeLessThan(48 * MIB);
    expect((await site.uploader.get(waiting[0]!.video_id)).status).toBe(200);
    expect((await site.open()).upload_url).toContain(site.store.server.endpoint);
    const { status, dependencies } = (await site.health()).json<HealthBody>();
    expect([status, dependencies?.storage?.status]).toEqual(['degraded', 'away']);

    site.behave();
    await site.untilHealthy();
    for (const upload of waiting) await site.completeAtLast(upload);
  });
});
