/** A part as the client names it when it has sent them all. */
export interface NamedPart {
  readonly partNumber: number;
  readonly etag: string;
}

/** What a client said when it completed its upload: kept until the completion is decided, whoever has to finish it. */
export interface Completion {
  readonly title?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  /** Of an upload in parts. */
  readonly parts?: readonly NamedPart[];
}
