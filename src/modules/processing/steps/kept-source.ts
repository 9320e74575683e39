import { stat } from 'node:fs/promises';
import type { RunId, VideoId } from '#kernel/id';
import type { Fetched } from './fetch-object';

/** A run that works with the file, or is to. */
export interface Holder {
  readonly runId: RunId;
  readonly videoId: VideoId;
}

type Fetch = (folder: string) => Promise<Fetched>;
/** Gives a folder that is there until the work in it is over. */
type InFolder = (work: (folder: string) => Promise<void>) => Promise<void>;

/** One file in a folder of its own, from the moment on when somebody began to fetch it. */
export class KeptSource {
  users = 0;
  idleSince = 0;
  readonly fetched: Promise<Fetched>;
  private readonly gone: Promise<void>;
  private letGo!: () => void;

  constructor(
    public holder: Holder,
    readonly sizeBytes: number,
    inFolder: InFolder,
    fetch: Fetch,
  ) {
    const released = new Promise<void>((resolve) => (this.letGo = resolve));
    let kept: Promise<void> = released;
    this.fetched = new Promise((resolve, reject) => {
      kept = inFolder(async (folder) => {
        resolve(await fetch(folder));
        await released;
      });
      kept.catch(reject);
    });
    // Whoever fetches is told; here it is only gone.
    this.fetched.catch(() => undefined);
    this.gone = kept.catch(() => undefined);
  }

  /** Waits for whoever fetches it. False when that failed, or when somebody tidied up by hand since. */
  async isWhole(signal: AbortSignal): Promise<boolean> {
    const fetched = await orAborted(this.fetched, signal).catch(() => null);
    signal.throwIfAborted();
    if (fetched === null) return false;
    const found = await stat(fetched.file).catch(() => null);
    return found?.size === this.sizeBytes;
  }

  /** Nobody uses it any more. */
  async remove(): Promise<void> {
    this.letGo();
    await this.gone;
  }
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
