import type { Contract } from './contract';
import { holdToPromises } from './promises';
import type { ProblemBody } from './wire';

export interface Ask {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, with the type of JSON unless the headers say another. */
  readonly rawBody?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

/** An answer that kept every promise of the document. */
export class Answer {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly text: string,
  ) {}

  /** As the caller expects it: that it is as documented has been checked. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- a cast at every call would say no more
  json<Body>(): Body {
    return JSON.parse(this.text) as Body;
  }

  get problem(): ProblemBody {
    return this.json<ProblemBody>();
  }

  /** The code of a problem; undefined for a good answer. */
  get errorCode(): string | undefined {
    return this.status < 400 ? undefined : this.problem.error_code;
  }

  /** For assertions that speak of both at once. */
  get verdict(): string {
    return this.status < 400 ? String(this.status) : `${String(this.status)} ${this.errorCode ?? ''}`;
  }

  /** The fields that a validation problem names. */
  get faultyFields(): string[] {
    return (this.problem.errors ?? []).map(({ field }) => field);
  }
}

/** fetch, with every answer held against the published document. */
export class ApiClient {
  constructor(
    readonly baseUrl: string,
    readonly contract: Contract,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  with(headers: Readonly<Record<string, string>>): ApiClient {
    return new ApiClient(this.baseUrl, this.contract, { ...this.headers, ...headers });
  }

  as(accessToken: string): ApiClient {
    return this.with({ authorization: `Bearer ${accessToken}` });
  }

  /** Somebody without a credential at the same process. */
  anonymous(): ApiClient {
    return new ApiClient(this.baseUrl, this.contract);
  }

  /** The same caller at another process. */
  at(baseUrl: string): ApiClient {
    return new ApiClient(baseUrl, this.contract, this.headers);
  }

  get(path: string, ask: Ask = {}): Promise<Answer> {
    return this.ask('GET', path, ask);
  }

  post(path: string, body?: unknown, ask: Ask = {}): Promise<Answer> {
    return this.ask('POST', path, { ...ask, body });
  }

  patch(path: string, body?: unknown, ask: Ask = {}): Promise<Answer> {
    return this.ask('PATCH', path, { ...ask, body });
  }

  async ask(
    method: string,
    path: string,
    { headers = {}, body, rawBody, signal }: Ask = {},
  ): Promise<Answer> {
    const payload = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
    const url = new URL(path, this.baseUrl);
    const response = await fetch(url, {
      method,
      headers: {
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...this.headers,
        ...headers,
      },
      redirect: 'manual',
      ...(payload === undefined ? {} : { body: payload as RequestInit['body'] }),
      ...(signal === undefined ? {} : { signal }),
    } as RequestInit);
    const text = await textOf(response);
    const { status } = response;
    holdToPromises(this.contract, {
      method,
      pathname: url.pathname,
      status,
      headers: response.headers,
      text,
    });
    return new Answer(status, response.headers, text);
  }
}

/** Of what goes on for ever, nothing. */
async function textOf(response: Response): Promise<string> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true) return response.text();
  await response.body?.cancel();
  return '';
}
