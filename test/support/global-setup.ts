import { randomBytes } from 'node:crypto';
import { startInvariantChecker } from './invariant-check';

/** Tests of built processes. */
const WHOLE = ['e2e', 'full'];

interface Project {
  readonly displayName?: { readonly name: string };
}

/** Two runs against one given server do not meet: what they make there carries this name. */
export default async function globalSetup(_config: unknown, { displayName }: Project): Promise<void> {
  process.env.TEST_RUN_ID = randomBytes(6).toString('hex');
  if (displayName !== undefined && WHOLE.includes(displayName.name))
    Reflect.set(globalThis, 'endInvariantChecker', await startInvariantChecker());
}
