import type { Readable } from 'node:stream';

export interface ArrivingFile {
  readonly filename: string;
  /** Null when nothing was said about it. */
  readonly contentType: string | null;
  readonly bytes: Readable;
}

/** A form with a file in it, read as it comes: nothing of the file waits in memory, and nothing comes before it is asked for. */
export abstract class IncomingForm {
  /** No byte more of the file will be taken: what the door allows, or less where the sender said that less will come. */
  abstract readonly maxFileBytes: number;
  /** Aborted when the sender went away. */
  abstract readonly gone: AbortSignal;
  /** What came before the file. Whatever is wrong with the form later on destroys the bytes. */
  abstract file(): Promise<ArrivingFile>;
  /** What was said about the file, when all of the form has come. */
  abstract metadata(): Promise<object | null>;
  /** Reads no further. */
  abstract stop(): void;
}
