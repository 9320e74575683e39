/**
 * pending: a row, bytes not confirmed. processing: confirmed, queued or in work. completed: something is published.
 * failed: nothing is.
 */
export const VIDEO_STATUSES = ['pending', 'processing', 'completed', 'failed'] as const;
export type VideoStatus = (typeof VIDEO_STATUSES)[number];

interface Transition {
  readonly from: readonly VideoStatus[];
  readonly to: VideoStatus;
}

/** Every way from one status to another, by the verb that goes it. The SQL of the repository is made from this. */
export const VIDEO_TRANSITIONS = {
  confirmUpload: { from: ['pending'], to: 'processing' },
  beginReprocess: { from: ['completed', 'failed'], to: 'processing' },
  /** The last run goes on after it had failed. */
  resumeRun: { from: ['completed', 'failed'], to: 'processing' },
  publishVersion: { from: ['processing'], to: 'completed' },
  /** A reprocess that fails leaves what was published before. */
  keepPublished: { from: ['processing'], to: 'completed' },
  failRun: { from: ['processing'], to: 'failed' },
} as const satisfies Record<string, Transition>;

export type VideoVerb = keyof typeof VIDEO_TRANSITIONS;
