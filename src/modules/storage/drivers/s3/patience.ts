/** How long the store may take for one kind of call. The SDK tries thrice within it, with jitter between the tries. */
export interface Patience {
  /** From the call to the beginning of its answer, at each try. */
  readonly answerMs: number;
  /** All tries and the answer to its end, unless that is an object's bytes. */
  readonly totalMs: number;
}

/** A question. A request may ask two, one after the other, and is answered within half a minute all the same. */
export const ASKING: Patience = { answerMs: 4_000, totalMs: 14_000 };
/** A piece of a few MiB on its way to the store. */
export const SENDING: Patience = { answerMs: 20_000, totalMs: 60_000 };
/** Parts become an object. Stores answer at once and then keep the connection alive; what is cut here is asked again. */
export const JOINING: Patience = { answerMs: 20_000, totalMs: 25_000 };
/** The store moves gigabytes by itself, or looks at thousands of objects; only workers wait for that. */
export const LABOURING: Patience = { answerMs: 300_000, totalMs: 900_000 };

export interface CallOptions {
  readonly abortSignal: AbortSignal;
  readonly requestTimeout: number;
}

export class NoAnswerInTime extends Error {
  constructor(totalMs: number) {
    super(`the store gave no whole answer in ${String(totalMs)} ms`);
    this.name = 'NoAnswerInTime';
  }
}

/** Rejects after the total, whatever the SDK is waiting for then: between two tries it hears no signal. */
export async function withPatience<T>(
  { answerMs, totalMs }: Patience,
  call: (options: CallOptions) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const giveUp = (): void => stop.abort(signal?.reason);
  signal?.addEventListener('abort', giveUp, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new NoAnswerInTime(totalMs));
      stop.abort();
    }, totalMs);
  });
  try {
    const answer = call({ abortSignal: stop.signal, requestTimeout: answerMs });
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}
