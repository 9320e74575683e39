export interface PutAnswer {
  readonly status: number;
  readonly etag: string;
  readonly code: string | undefined;
  readonly headers: Headers;
}

/** As a browser sends a file: no header that it was not given, the length by itself. */
export async function put(
  url: string,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
  method = 'PUT',
): Promise<PutAnswer> {
  const answer = await fetch(url, { method, headers, body: bytes as RequestInit['body'] } as RequestInit);
  const text = await answer.text();
  const code = answer.headers.get('content-type')?.startsWith('application/problem+json')
    ? (JSON.parse(text) as { error_code: string }).error_code
    : undefined;
  return { status: answer.status, etag: answer.headers.get('etag') ?? '', code, headers: answer.headers };
}
