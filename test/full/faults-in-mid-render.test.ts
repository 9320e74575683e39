import { DISK, GivenBucket, type GivenStore } from '../support/given-store';
import type { Fault } from '../support/mid-render/fault';
import { FAULTS_AROUND } from '../support/mid-render/faults-around';
import { FAULTS_WITHIN } from '../support/mid-render/faults-within';
import { RenderSite } from '../support/mid-render/render-site';
import { OwnRedis } from '../support/own-redis';
import { describeWithS3 } from '../support/s3-server';

jest.setTimeout(600_000);

const FAULTS: readonly Fault[] = [...FAULTS_AROUND, ...FAULTS_WITHIN];
const isPossible = process.platform === 'linux' && OwnRedis.isAvailable;

/** Whatever strikes in the middle of a long render: the video ends as it would have, whole and once, or says why not. */
function outlivesFaults(store: GivenStore): void {
  let site: RenderSite;

  beforeAll(async () => {
    site = await RenderSite.open(store);
  });

  afterEach(() => site.mend());

  afterAll(() => site.close());

  it.each(FAULTS)('$name', async (fault) => {
    if (fault.isPossible?.(site) === false) {
      process.stdout.write(`not shown, since this account may not make small disks: ${fault.name}\n`);
      return;
    }
    const render = await site.untilInMidRender(await site.newFilm(fault.misdeed?.(site)));
    await fault.strike(render, site);
    const { ends } = fault;
    if ('failed' in ends) await render.expectFailed(ends.failed);
    else await render.expectCompleted(ends);
  });
}

if (!isPossible)
  it.skip('faults in mid-render: they need Linux and a redis-server of their own', () => undefined);

(isPossible ? describe : describe.skip)('a film in mid-render, with the bytes on the disk', () =>
  outlivesFaults(DISK),
);

if (isPossible)
  describeWithS3('a film in mid-render, with the bytes in a bucket', () => outlivesFaults(new GivenBucket()));
