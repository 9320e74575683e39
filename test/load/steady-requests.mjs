import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * So many requests a second whatever becomes of them, and how long each took from when it was due: a server that stands
 * still for a while is late for everybody who came meanwhile, not only for the one that it kept waiting.
 */
export async function steadily({ api, headers }, { path, perSecond, seconds }) {
  const agent = new http.Agent({ keepAlive: true });
  const url = `${api.url}/api/v1${path}`;
  const startedAt = performance.now();
  const underWay = [];
  for (let count = 0; count < perSecond * seconds; count += 1) {
    const dueAt = startedAt + (count * 1000) / perSecond;
    const early = dueAt - performance.now();
    if (early > 0) await pause(early);
    underWay.push(ask(url, { agent, headers }).then(() => performance.now() - dueAt));
  }
  const took = (await Promise.all(underWay)).sort((one, other) => one - other);
  agent.destroy();
  return { p50: took[Math.floor(took.length / 2)], p99: took[Math.floor(took.length * 0.99)] };
}

function ask(url, options) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, options, (response) => {
      response.resume().once('end', resolve);
      if (response.statusCode !== 200)
        reject(new Error(`a request was answered with ${response.statusCode}`));
    });
    request.once('error', reject);
  });
}
