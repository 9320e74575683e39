import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInstallation, logIn } from './bench-installation.mjs';
import { median, printTable, printVerdicts } from './figures.mjs';
import { Film } from './film.mjs';
import { productTools } from './media-tools.mjs';
import { ServerProcess } from './server-process.mjs';

const MEBIBYTE = 1024 * 1024;
const ROUNDS = 3;
const LARGE_BYTES = 2048 * MEBIBYTE;
const FORM_BYTES = 200 * MEBIBYTE;
const FORMS_AT_ONCE = 10;
const LOOK_EVERY_MS = 50;
/** Of the speed of a server that does nothing else; what a disk takes to keep bytes for good is in it. */
const GOAL = 0.8;
const MOST_CPU = 1 / GOAL;
const BOUNDARY = 'a-boundary-of-this-benchmark';

/** How fast large bodies come in, against a server that does nothing else, and what they cost in memory. */
export async function run() {
  const installation = await createInstallation();
  const folder = mkdtempSync(path.join(tmpdir(), 'framegate-bench-bare-'));
  const servers = [];
  try {
    const product = await ServerProcess.start('Framegate', 'dist/src/main.js', productEnv(installation));
    servers.push(product);
    const env = { ...installation.env, BENCH_FOLDER: folder };
    const bare = await ServerProcess.start('bare', 'test/load/servers/bare-receiver.cjs', env);
    servers.push(bare);
    const client = new Client(product, bare, (await logIn(product.url, installation.env)).access_token);
    const missed = [
      await measure('One file of 2 GiB by a signed PUT', 64, product, {
        'bare, piped': [bare, () => client.sendBare('/', 1, LARGE_BYTES)],
        'bare, piped and synced': [bare, () => client.sendBare('/sync', 1, LARGE_BYTES)],
        Framegate: [product, () => client.put(LARGE_BYTES)],
      }),
      await measure('Ten files of 200 MiB at once by the dashboard door', 160, product, {
        'bare, piped and hashed': [bare, () => client.sendBare('/hash', FORMS_AT_ONCE, FORM_BYTES)],
        'bare, piped, hashed and synced': [
          bare,
          () => client.sendBare('/hash-sync', FORMS_AT_ONCE, FORM_BYTES),
        ],
        Framegate: [product, () => client.forms(FORMS_AT_ONCE, FORM_BYTES)],
      }),
    ];
    if (missed.some((count) => count > 0)) process.exitCode = 1;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
    await installation.remove();
  }
}

function productEnv({ env }) {
  return { ...env, DEFAULT_UPLOAD_QUOTA: '100000', ...productTools() };
}

/** Answers how many targets were missed. */
async function measure(title, mostMebibytes, product, ways) {
  const names = Object.keys(ways);
  const [speeds, costs] = [1, 2].map(() => new Map(names.map((name) => [name, []])));
  let growth = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, [server, send]] of Object.entries(ways)) {
      const { mebibytes, seconds, cpuMillis, grown } = await observe(server, send);
      speeds.get(name).push(mebibytes / seconds);
      costs.get(name).push(cpuMillis / mebibytes);
      if (server === product) growth = Math.max(growth, grown);
    }
  }
  printTable(title, 'MiB/s', speeds, names[0]);
  printTable('Processor time of the server for it', 'ms a MiB', costs, names[0]);
  return printVerdicts(title, [
    { name: 'resident memory that the product grew by', value: growth, most: mostMebibytes, unit: ' MiB' },
    { name: 'CPU of the product / of the bare server', value: ratioOf(costs, names[0]), most: MOST_CPU },
    { name: 'speed / of the bare server', value: ratioOf(speeds, names[0]), least: GOAL, needsQuiet: true },
  ]);
}

async function observe(server, send) {
  const memory = watchMemory(server.child.pid);
  try {
    const [cpuBefore, startedAt] = [server.cpuMicros(), performance.now()];
    const bytes = await send();
    const seconds = (performance.now() - startedAt) / 1000;
    const cpuMillis = (server.cpuMicros() - cpuBefore) / 1000;
    return { mebibytes: bytes / MEBIBYTE, seconds, cpuMillis, grown: memory.stop() };
  } finally {
    memory.stop();
  }
}

function ratioOf(samples, against) {
  return median(samples.get('Framegate')) / median(samples.get(against));
}

function watchMemory(pid) {
  const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  const before = resident();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, resident())), LOOK_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return most - before;
    },
  };
}

class Client {
  constructor(product, bare, token) {
    Object.assign(this, { product, bare, film: Film.make() });
    this.headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  }

  async sendBare(where, files, size) {
    const one = () =>
      send('PUT', `${this.bare.url}${where}`, { 'Content-Length': size }, this.film.stream(size));
    await Promise.all(Array.from({ length: files }, one));
    return files * size;
  }

  /** Only the bytes are timed alike; what is confirmed afterwards is deleted, so that no round meets a full disk. */
  async put(size) {
    const opened = await this.ask('POST', '/upload/presigned-url', {
      filename: 'film.mp4',
      file_size: size,
      content_type: 'video/mp4',
    });
    await send(
      'PUT',
      opened.upload_url,
      { ...opened.headers, 'Content-Length': size },
      this.film.stream(size),
    );
    await this.ask('DELETE', `/videos/${opened.video_id}`);
    return size;
  }

  async forms(files, size) {
    const ids = await Promise.all(Array.from({ length: files }, () => this.form(size)));
    await Promise.all(ids.map((id) => this.ask('DELETE', `/videos/${id}`)));
    return files * size;
  }

  async form(size) {
    const { upload_url: url } = await this.ask('POST', '/dashboard/upload', {});
    const disposition = 'form-data; name="file"; filename="film.mp4"';
    const before = Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: ${disposition}\r\nContent-Type: video/mp4\r\n\r\n`,
    );
    const after = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
    const headers = {
      Authorization: this.headers.Authorization,
      'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
      'Content-Length': before.length + size + after.length,
    };
    const text = await send('POST', url, headers, this.film.stream(size, before, after));
    return JSON.parse(text).video_id;
  }

  async ask(method, where, body) {
    const answer = await fetch(`${this.product.url}/api/v1${where}`, {
      method,
      headers: this.headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${where} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}

async function send(method, url, headers, body) {
  const request = http.request(url, { method, headers });
  const answered = new Promise((resolve, reject) => request.once('response', resolve).once('error', reject));
  await Promise.all([pipeline(body, request), answered]);
  const response = await answered;
  let text = '';
  for await (const piece of response) text += piece;
  if (response.statusCode >= 300)
    throw new Error(`${method} answered ${response.statusCode}: ${text.slice(0, 500)}`);
  return text;
}
