import { PermanentFailure } from './processing.errors';
import type { PlannedStep } from './step';

/** What is told to the step that makes renditions for a version that stands. */
export interface AdditionsPlan {
  readonly renditions: readonly string[];
  readonly base_version: number;
}

/** Everything anew, of an original that was read and adopted long ago. Fresh uploads of the same owner go first. */
export function planOfReprocess(): PlannedStep[] {
  return [
    { name: 'thumbnail', needs: [], priority: 3 },
    { name: 'render', needs: [], priority: 2 },
    { name: 'publish', needs: ['thumbnail', 'render'], priority: 4 },
  ];
}

/** As it stands in the row of the step, where anybody may have written. */
export function additionsOf({
  renditions,
  base_version: base,
}: Readonly<Record<string, unknown>>): AdditionsPlan {
  const isList = Array.isArray(renditions) && renditions.every((name) => typeof name === 'string');
  if (!isList || typeof base !== 'number')
    throw new PermanentFailure('BAD_PAYLOAD', 'What is to be added cannot be read.');
  return { renditions, base_version: base };
}

export function planOfAdditions(additions: AdditionsPlan): PlannedStep[] {
  return [
    { name: 'add-renditions', needs: [], priority: 2, plan: { ...additions } },
    { name: 'publish-additions', needs: ['add-renditions'], priority: 4 },
  ];
}
