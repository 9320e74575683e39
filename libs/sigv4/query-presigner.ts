import { createHash, createHmac } from 'node:crypto';

export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface PresignRequest {
  readonly method: string;
  /** Path and query as they will be sent; the path already percent-encoded. */
  readonly url: URL;
  readonly expiresSeconds: number;
  readonly now: Date;
  /** Headers that the caller must send exactly so, in lower case; `host` is always among them. */
  readonly headers?: Readonly<Record<string, string>>;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SERVICE = 's3';
/** S3 takes the body's hash on trust in presigned requests. */
const PAYLOAD = 'UNSIGNED-PAYLOAD';

/** AWS Signature Version 4 in the query, for S3. The key of a day is derived once. */
export class QueryPresigner {
  private day = '';
  private dayKey: Buffer = Buffer.alloc(0);

  constructor(
    private readonly options: { readonly region: string; readonly credentials: SigningCredentials },
  ) {}

  presign({ method, url, expiresSeconds, now, headers = {} }: PresignRequest): string {
    const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
    const scope = `${time.slice(0, 8)}/${this.options.region}/${SERVICE}/aws4_request`;
    const signedHeaders = Object.entries({ ...headers, host: url.host }).sort(byName);
    const names = signedHeaders.map(([name]) => name).join(';');
    const query = canonicalQuery([
      ...url.searchParams,
      ...this.authentication(scope, time, expiresSeconds, names),
    ]);
    const canonicalRequest = [
      method,
      url.pathname,
      query,
      ...signedHeaders.map(([name, value]) => `${name}:${value.trim()}`),
      '',
      names,
      PAYLOAD,
    ].join('\n');
    const toSign = [ALGORITHM, time, scope, createHash('sha256').update(canonicalRequest).digest('hex')].join(
      '\n',
    );
    const signature = hmac(this.keyOf(time.slice(0, 8)), toSign).toString('hex');
    return `${url.origin}${url.pathname}?${query}&X-Amz-Signature=${signature}`;
  }

  private authentication(
    scope: string,
    time: string,
    expiresSeconds: number,
    names: string,
  ): [string, string][] {
    const { accessKeyId, sessionToken } = this.options.credentials;
    return [
      ['X-Amz-Algorithm', ALGORITHM],
      ['X-Amz-Credential', `${accessKeyId}/${scope}`],
      ['X-Amz-Date', time],
      ['X-Amz-Expires', String(expiresSeconds)],
      ...(sessionToken === undefined ? [] : [['X-Amz-Security-Token', sessionToken] as [string, string]]),
      ['X-Amz-SignedHeaders', names],
    ];
  }

  private keyOf(day: string): Buffer {
    if (day === this.day) return this.dayKey;
    const { secretAccessKey } = this.options.credentials;
    const parts = [day, this.options.region, SERVICE, 'aws4_request'];
    this.dayKey = parts.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secretAccessKey}`));
    this.day = day;
    return this.dayKey;
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function canonicalQuery(members: readonly [string, string][]): string {
  return members
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(byName)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** RFC 3986, which is stricter than encodeURIComponent. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
