import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { logIn } from './bench-installation.mjs';
import { ServerProcess } from './server-process.mjs';

const LOOK_EVERY_MS = 200;
const OVER = ['completed', 'failed'];

/** The API and a worker of an installation, and somebody who uploads. */
export class InstalledProduct {
  static async start(env) {
    const api = await ServerProcess.start('Framegate', 'dist/src/main.js', env);
    const worker = await ServerProcess.start('worker', 'dist/src/worker.js', env);
    const { access_token: token } = await logIn(api.url, env);
    return new InstalledProduct(env, { api, worker, token });
  }

  constructor(env, { api, worker, token }) {
    Object.assign(this, { env, api, worker });
    this.headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  }

  async stop() {
    await Promise.all([this.worker?.stop(), this.api.stop()]);
  }

  async startWorkerAnew() {
    this.worker = await ServerProcess.start('worker', 'dist/src/worker.js', this.env);
  }

  /** The bytes have arrived; nothing is done with them yet. */
  async send({ file, sizeBytes }) {
    const said = { filename: 'camera.mp4', file_size: sizeBytes, content_type: 'video/mp4' };
    const opened = await this.ask('POST', '/upload/presigned-url', said);
    const { status } = await fetch(opened.upload_url, {
      method: 'PUT',
      headers: opened.headers,
      body: readFileSync(file),
    });
    if (status !== 200) throw new Error(`the bytes were answered with ${status}`);
    return opened.video_id;
  }

  async beginWork(id) {
    await this.ask('POST', '/videos', { video_id: id });
  }

  /** Looks at a video until `isEnough`, and answers everything that was seen. */
  async watch(id, isEnough = ({ status }) => OVER.includes(status)) {
    const looks = [];
    for (;;) {
      const {
        processing_status: status,
        progress,
        stage,
        steps,
      } = await this.ask('GET', `/videos/${id}/pipeline`);
      const render = steps.find(({ name }) => name === 'render');
      const look = { atMs: performance.now(), status, progress, stage, rendered: render?.progress ?? 0 };
      looks.push(look);
      if (status === 'failed') throw new Error(`the video failed: ${JSON.stringify(steps)}`);
      if (isEnough(look)) return looks;
      await pause(LOOK_EVERY_MS);
    }
  }

  async ask(method, where, body) {
    const answer = await fetch(`${this.api.url}/api/v1${where}`, {
      method,
      headers: this.headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${where} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}
