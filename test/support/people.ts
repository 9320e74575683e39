import { randomUUID } from 'node:crypto';
import type { ApiClient, Answer } from './api-client';
import type { SessionBody, UserBody } from './wire';

export const PASSWORD = 'correct horse battery staple';

/** Somebody with an account, signed in. */
export interface Person {
  readonly user: UserBody;
  readonly email: string;
  readonly session: SessionBody;
  readonly client: ApiClient;
}

let count = 0;

/** An address that nobody else in this run has. */
export function newEmail(name = 'somebody'): string {
  count += 1;
  return `${name}-${String(count)}-${randomUUID().slice(0, 8)}@example.org`;
}

export async function register(client: ApiClient, name = 'somebody'): Promise<Person> {
  const email = newEmail(name);
  return personOf(
    client,
    await client.post('/api/v1/auth/register', { email, password: PASSWORD, name }),
    201,
  );
}

export async function logIn(client: ApiClient, email: string, password: string = PASSWORD): Promise<Person> {
  return personOf(client, await client.post('/api/v1/auth/login', { email, password }), 200);
}

function personOf(client: ApiClient, answer: Answer, expected: number): Person {
  if (answer.status !== expected)
    throw new Error(`could not sign in: ${answer.status.toString()} ${answer.text}`);
  const session = answer.json<SessionBody>();
  return { user: session.user, email: session.user.email, session, client: client.as(session.access_token) };
}
