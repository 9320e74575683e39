import createClient from 'openapi-fetch';
import type { paths } from 'framegate-api';
import { withToken } from './api-client';

/** What somebody writes who has read nothing but the document; run with a base URL, an address and a password. */
async function journey(baseUrl: string, email: string, password: string): Promise<Record<string, unknown>> {
  const client = createClient<paths>({ baseUrl });
  const registered = await client.POST('/api/v1/auth/register', { body: { email, password, name: 'Ada' } });
  const loggedIn = await client.POST('/api/v1/auth/login', { body: { email, password } });
  if (loggedIn.data === undefined) throw new Error(loggedIn.error.detail);
  const bearer = withToken(loggedIn.data.access_token);
  client.use(bearer);
  const { data: me } = await client.GET('/api/v1/auth/me');
  const refreshed = await client.POST('/api/v1/auth/refresh', {
    body: { refresh_token: loggedIn.data.refresh_token },
  });
  client.eject(bearer);
  client.use(withToken(refreshed.data?.access_token ?? ''));
  const loggedOut = await client.POST('/api/v1/auth/logout', { body: {} });
  const refresh_token = refreshed.data?.refresh_token ?? '';
  const afterwards = await client.POST('/api/v1/auth/refresh', { body: { refresh_token } });
  return {
    registered: registered.data?.user.email,
    loggedIn: loggedIn.data.user.email,
    me:
      me === undefined
        ? null
        : { email: me.email, name: me.name, role: me.role, memberships: me.memberships },
    refreshed: refreshed.data?.user.id === me?.id,
    loggedOut: loggedOut.response.status,
    afterwards: afterwards.error?.error_code,
  };
}

const [baseUrl = '', email = '', password = ''] = process.argv.slice(2);
void journey(baseUrl, email, password).then((result) => process.stdout.write(JSON.stringify(result)));
