import { signIn, type ApiClient } from './api-client';

/** Run with a base URL, an address, a password and what the journey takes; prints what was found on the way. */
export function runJourney(journey: (client: ApiClient, ...given: string[]) => Promise<object>): void {
  const [baseUrl = '', email = '', password = '', ...given] = process.argv.slice(2);
  void signIn(baseUrl, email, password)
    .then((client) => journey(client, ...given))
    .then((found) => process.stdout.write(JSON.stringify(found)));
}
