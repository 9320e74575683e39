import { BucketSite } from '../support/bucket-site';
import { describeWithS3 } from '../support/s3-server';

describeWithS3('a worker that does all steps of a video', () => {
  let site: BucketSite;

  beforeAll(async () => {
    site = await BucketSite.open();
  });

  afterAll(() => site.close());

  it('downloads it once', async () => {
    const upload = await site.sent();
    await site.completeAtLast(upload);
    const fetched = site.store.workersProxy.asked.filter(({ path }) => path.includes('GetObject'));
    expect(fetched.map(({ path }) => path)).toEqual([expect.stringContaining('/staging/')]);
  });
});
