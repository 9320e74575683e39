import { CrashSite } from '../support/crash/crash-site';
import { itKeepsItsWordThough } from '../support/crash/deaths-at-upload';
import { itCompletesThough, itGivesUpAFileThatKills } from '../support/crash/deaths-at-work';
import { itTakesAFormThough } from '../support/crash/deaths-at-the-dashboard';
import { itStaysPlayableThough } from '../support/crash/deaths-at-reprocess';
import { itForgetsThough } from '../support/crash/deaths-at-deletion';
import { itKeepsItsWordInPartsThough } from '../support/crash/deaths-in-parts';
import { itTakesABodyAgainThough } from '../support/crash/deaths-in-mid-body';
import { itOutlivesAWorkerInMidStep } from '../support/crash/deaths-in-mid-step';

jest.setTimeout(120_000);

describe('with the bytes on the disk, a process dies when', () => {
  let site: CrashSite;

  beforeAll(async () => {
    site = await CrashSite.open();
  });

  afterAll(() => site.close());

  itKeepsItsWordThough(() => site);
  itKeepsItsWordInPartsThough(() => site);
  itTakesAFormThough(() => site);
  itTakesABodyAgainThough(() => site);
  itCompletesThough(() => site);
  itGivesUpAFileThatKills(() => site);
  itOutlivesAWorkerInMidStep(() => site);
  itStaysPlayableThough(() => site);
  itForgetsThough(() => site);
});
