/** An answer of the API, read to its end. */
export interface Answered<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface Asked {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** Asks the API under test; `path` stands below `/api/v1`, or is absolute for probes. */
export async function ask<Body = Record<string, unknown>>(
  url: string,
  path: string,
  { method, token, headers = {}, json }: Asked = {},
): Promise<Answered<Body>> {
  const answer = await fetch(`${url}${path.startsWith('//') ? path.slice(1) : `/api/v1${path}`}`, {
    method: method ?? (json === undefined ? 'GET' : 'POST'),
    headers: {
      ...headers,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return {
    status: answer.status,
    headers: answer.headers,
    body: (isJson ? JSON.parse(text) : { text }) as Body,
  };
}

export const PASSWORD = 'a long enough password';

export interface SignedIn {
  readonly id: string;
  readonly token: string;
  readonly refreshToken: string;
}

interface SessionBody {
  readonly user: { readonly id: string };
  readonly access_token: string;
  readonly refresh_token: string;
}

export async function register(url: string, email: string): Promise<SignedIn> {
  return signedIn(await ask<SessionBody>(url, '/auth/register', { json: { email, password: PASSWORD } }));
}

export async function logIn(url: string, email: string, password: string = PASSWORD): Promise<SignedIn> {
  return signedIn(await ask<SessionBody>(url, '/auth/login', { json: { email, password } }));
}

function signedIn({ status, body }: Answered<SessionBody>): SignedIn {
  if (status >= 300) throw new Error(`no session: ${String(status)} ${JSON.stringify(body)}`);
  return { id: body.user.id, token: body.access_token, refreshToken: body.refresh_token };
}
