import { CrashSite } from '../support/crash/crash-site';
import { itForgetsThough } from '../support/crash/deaths-at-deletion';
import { itCompletesThough } from '../support/crash/deaths-at-work';

jest.setTimeout(120_000);

/** A few of the points, so that what breaks their repair is noticed soon; all of them are in test/full. */
describe('a process dies when', () => {
  let site: CrashSite;

  beforeAll(async () => {
    site = await CrashSite.open();
  });

  afterAll(() => site.close());

  itCompletesThough(() => site, ['C7', 'C12:2']);
  itForgetsThough(() => site);
});
