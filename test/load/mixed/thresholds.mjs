/** What the scenario is judged by: change it here, for both runners. Milliseconds at the 95th percentile. */
export const THRESHOLDS = {
  p95: { list: 300, get: 200, patch: 300, presign: 500, create: 1000, delete: 500 },
  /** Of all operations: answers other than the expected one, and none at all. */
  errors: 0.01,
};

/** Of the second specification: printed beside, and decides nothing. */
export const GOALS = { list: 100, get: 50, urls: 50, delete: 200 };
