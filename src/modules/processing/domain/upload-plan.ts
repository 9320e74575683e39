import type { PlannedStep } from './step';

/** What is done with a fresh upload. What people look for goes first, and the long work last. */
export function planOfUpload(stagingKey: string): PlannedStep[] {
  return [
    { name: 'ingest', needs: [], priority: 10, plan: { staging_key: stagingKey } },
    { name: 'thumbnail', needs: ['ingest'], priority: 20 },
    { name: 'render', needs: ['ingest'], priority: 5 },
    { name: 'publish', needs: ['ingest', 'thumbnail', 'render'], priority: 30 },
  ];
}
