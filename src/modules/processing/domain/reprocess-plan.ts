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

export function planOfAdditions(additions: AdditionsPlan): PlannedStep[] {
  return [
    { name: 'add-renditions', needs: [], priority: 2, plan: { ...additions } },
    { name: 'publish-additions', needs: ['add-renditions'], priority: 4 },
  ];
}
