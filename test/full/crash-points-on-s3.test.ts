import { CrashSite } from '../support/crash/crash-site';
import { itTakesAFormThough } from '../support/crash/deaths-at-the-dashboard';
import { itStaysPlayableThough } from '../support/crash/deaths-at-reprocess';
import { itForgetsThough } from '../support/crash/deaths-at-deletion';
import { itKeepsItsWordThough } from '../support/crash/deaths-at-upload';
import { itCompletesThough, itGivesUpAFileThatKills } from '../support/crash/deaths-at-work';
import { itOutlivesAWorkerInMidStep } from '../support/crash/deaths-in-mid-step';
import { itKeepsItsWordInPartsThough } from '../support/crash/deaths-in-parts';
import { describeWithS3, S3Server, type TestBucket } from '../support/s3-server';

jest.setTimeout(120_000);

describeWithS3('with the bytes in a bucket, a process dies when', () => {
  let server: S3Server;
  let bucket: TestBucket;
  let site: CrashSite;

  beforeAll(async () => {
    server = await S3Server.start();
    bucket = await server.makeBucket();
    site = await CrashSite.open(bucket.settings);
  });

  afterAll(async () => {
    await site.close();
    await bucket.remove();
    await server.stop();
  });

  itKeepsItsWordThough(() => site);
  itKeepsItsWordInPartsThough(() => site);
  itTakesAFormThough(() => site);
  itCompletesThough(() => site);
  itGivesUpAFileThatKills(() => site);
  itOutlivesAWorkerInMidStep(() => site);
  itStaysPlayableThough(() => site);
  itForgetsThough(() => site);
});
