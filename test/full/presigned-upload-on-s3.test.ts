import { itTakesSignedPuts } from '../e2e/presigned-upload.scenario';
import { GivenBucket } from '../support/given-store';
import { describeWithS3 } from '../support/s3-server';

describeWithS3('an upload by a signed PUT into a bucket', () => itTakesSignedPuts(new GivenBucket()));
