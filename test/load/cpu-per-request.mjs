import autocannon from 'autocannon';

const CONNECTIONS = 16;

/**
 * Microseconds of each server's processor for one request, round by round. Servers take turns within a round, so that a machine
 * that gets slower does so for all of them. A server is `{ name, process, url, headers, expected }`: what is asked, and with which status it answers.
 */
export async function cpuPerRequest(servers, { rounds, requests, warmUp }) {
  const samples = new Map(servers.map(({ name }) => [name, []]));
  for (const server of servers) await load(server, warmUp);
  for (let round = 0; round < rounds; round += 1) {
    for (const server of servers) {
      const before = server.process.cpuMicros();
      await load(server, requests);
      samples.get(server.name).push((server.process.cpuMicros() - before) / requests);
    }
  }
  return samples;
}

async function load({ name, url, headers, expected = 200 }, amount) {
  const { statusCodeStats } = await autocannon({ url, headers, amount, connections: CONNECTIONS });
  const good = statusCodeStats[expected]?.count ?? 0;
  if (good !== amount) throw new Error(`${name}: ${amount - good} of ${amount} requests failed`);
}
