import http from 'node:http';

const MOST_CONNECTIONS = 256;
const PATIENCE_MS = 30_000;

/** Sends what operations yield, over connections that are kept: as many as a proxy in front of the API might hold. */
export class KeepAliveClient {
  constructor(baseUrl) {
    this.baseUrl = baseUrl;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS });
  }

  /** Never rejects: where no answer comes, its status is 0. */
  send(request, { token }) {
    const { method, json, bytes } = request;
    const body = json === undefined ? bytes : Buffer.from(JSON.stringify(json));
    const headers = { ...headersOf(request, token), 'Content-Length': body?.byteLength ?? 0 };
    return new Promise((resolve) => {
      const url = request.url ?? `${this.baseUrl}/api/v1${request.path}`;
      const sent = http.request(url, { method, headers, agent: this.agent, timeout: PATIENCE_MS });
      sent.once('timeout', () => sent.destroy(new Error(`no answer within ${PATIENCE_MS} ms`)));
      sent.once('error', (error) => resolve({ status: 0, text: String(error) }));
      sent.once('response', (response) => read(response, resolve));
      sent.end(body);
    });
  }

  close() {
    this.agent.destroy();
  }
}

function headersOf({ url, json, headers }, token) {
  if (url !== undefined) return headers;
  const type = json === undefined ? {} : { 'Content-Type': 'application/json' };
  return { Authorization: `Bearer ${token}`, ...type };
}

function read(response, resolve) {
  const pieces = [];
  response.on('data', (piece) => pieces.push(piece));
  response.once('error', (error) => resolve({ status: 0, text: String(error) }));
  response.once('end', () => {
    const text = Buffer.concat(pieces).toString('utf8');
    const retryAfter = response.headers['retry-after'];
    resolve({ status: response.statusCode, retryAfter, text, json: () => JSON.parse(text) });
  });
}
