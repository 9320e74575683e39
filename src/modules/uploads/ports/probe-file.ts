/** The bytes of an upload as a file that a program can read. */
export interface ProbeFile {
  readonly path: string;
  /** Takes a piece of the bytes; nothing when the file comes about by itself. */
  keep(piece: Buffer): Promise<void> | undefined;
  /** All of them were given. */
  close(): Promise<void>;
}

export abstract class ProbeFiles {
  /** While the work lasts; afterwards nothing of it is left that is not the store's. */
  abstract during<T>(key: string, work: (file: ProbeFile) => Promise<T>): Promise<T>;
}
