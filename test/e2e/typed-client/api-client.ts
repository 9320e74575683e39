import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { paths } from 'framegate-api';

export type ApiClient = Client<paths>;

export function withToken(token: string): Middleware {
  return {
    onRequest: ({ request }) => {
      request.headers.set('authorization', `Bearer ${token}`);
      return request;
    },
  };
}

export async function signIn(baseUrl: string, email: string, password: string): Promise<ApiClient> {
  const client = createClient<paths>({ baseUrl });
  const { access_token: token } = dataOf(
    await client.POST('/api/v1/auth/login', { body: { email, password } }),
  );
  client.use(withToken(token));
  return client;
}

/** For answers that must be good ones. */
export function dataOf<Data>({ data, response }: { data?: Data; response: Response }): Data {
  if (data === undefined) throw new Error(`${response.url} answered ${String(response.status)}`);
  return data;
}
