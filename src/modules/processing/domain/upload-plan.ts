import type { PlannedStep } from './step';

/** What is done with a fresh upload. The thumbnail goes first of all that waits, since people look for it. */
export function planOfUpload(stagingKey: string): PlannedStep[] {
  return [
    { name: 'ingest', needs: [], priority: 10, plan: { staging_key: stagingKey } },
    { name: 'thumbnail', needs: ['ingest'], priority: 20 },
    { name: 'render', needs: ['ingest'], priority: 10 },
    { name: 'publish', needs: ['ingest', 'thumbnail', 'render'], priority: 30 },
  ];
}
