import type { TimestampGaps } from './timestamp-gaps';

/** What the bytes around the streams tell of how a file came to be. Facts; what they mean is for others to say. */
export interface ProvenanceFacts {
  /** A manifest of content credentials; whether it is valid is not looked at. Unknown where there is no standard place for one. */
  readonly contentCredentials: 'found' | 'not_found' | 'unknown';
  /** Null for containers that have none. */
  readonly editLists: EditListFacts | null;
  /** Frames of the first video track that stand unusually long; null where no table says it. */
  readonly timestampGaps: TimestampGaps | null;
  /** How much of what the headers announce is not there: an upload cut short. Null where they announce nothing. */
  readonly missingBytes: number | null;
  /** False when bounds or damage ended the look before the end of the file. */
  readonly isComplete: boolean;
}

export interface EditListFacts {
  readonly tracks: number;
  readonly entries: number;
  /** Entries that show nothing for a while. */
  readonly emptyEntries: number;
}
