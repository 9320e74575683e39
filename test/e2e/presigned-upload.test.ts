import { DISK } from '../support/given-store';
import { itTakesSignedPuts } from './presigned-upload.scenario';

describe('an upload by a signed PUT', () => itTakesSignedPuts(DISK));
