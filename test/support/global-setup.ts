import { randomBytes } from 'node:crypto';

/** Two runs against one given server do not meet: what they make there carries this name. */
export default function globalSetup(): void {
  process.env.TEST_RUN_ID = randomBytes(6).toString('hex');
}
