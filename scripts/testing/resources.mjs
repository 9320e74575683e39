import path from 'node:path';
import { pathWithCurl } from '../setup/curl.mjs';
import { requireReachable } from '../setup/external-servers.mjs';
import { SetupFailure } from '../setup/failure.mjs';
import { privatePostgres, privateRedis } from '../setup/private-servers.mjs';
import { toolsFolder } from '../setup/project.mjs';
import { provideSwift } from '../setup/swift.mjs';
import { ffmpegVariables, provideTool } from '../setup/toolchain.mjs';
import { withProjectLock } from '../start/provision.mjs';
import { Supervisor } from '../supervision/supervisor.mjs';

/** What stages need beside the sources, made when the first one needs it. Each gives variables for the environment. */
export class Resources {
  #context;
  #made = new Map();
  #supervisor;

  constructor(context) {
    this.#context = context;
    const say = (text) => context.progress.say(text);
    this.#supervisor = new Supervisor({ onNotice: say, onGiveUp: say });
  }

  async variables(names) {
    const makers = {
      curl: () => this.#curl(),
      ffmpeg: () => this.#ffmpeg(),
      servers: () => this.#servers(),
      s3: () => this.#s3(),
      browser: () => this.#browser(),
    };
    const all = {};
    for (const name of names.filter((each) => each in makers)) {
      if (!this.#made.has(name)) this.#made.set(name, makers[name]());
      Object.assign(all, await this.#made.get(name));
    }
    return all;
  }

  async close() {
    await this.#supervisor.stop();
  }

  #ffmpeg() {
    return withProjectLock(this.#context, () => ffmpegVariables({ ...this.#context, toolsFolder }));
  }

  async #curl() {
    const options = { ...this.#context, toolsFolder };
    return { PATH: await withProjectLock(this.#context, () => pathWithCurl(options)) };
  }

  /** Where no store can be had, its tests are skipped, and say so: a machine without one must still be able to test. */
  async #s3() {
    const { env, tmp, progress } = this.#context;
    if (env.TEST_S3_ENDPOINT) {
      await requireReachable('store', 'TEST_S3_ENDPOINT', env.TEST_S3_ENDPOINT);
      return {};
    }
    if (env.TEST_SWIFT_ROOT) return {};
    try {
      const options = { ...this.#context, toolsFolder, temporary: tmp };
      return { TEST_SWIFT_ROOT: await withProjectLock(this.#context, () => provideSwift(options)) };
    } catch (error) {
      if (!(error instanceof SetupFailure)) throw error;
      progress.say(`There is no S3 store for the tests (${error.message}): what needs one is skipped.`);
      return { TEST_S3_ABSENT: error.message };
    }
  }

  /** Likewise. On macOS nobody's browsers are touched for a test. */
  async #browser() {
    const { env, progress } = this.#context;
    if (env.CHROMIUM_PATH) return {};
    try {
      if (process.platform === 'darwin') throw new SetupFailure('CHROMIUM_PATH names none');
      const options = { ...this.#context, toolsFolder };
      const { programs, libraryPath } = await withProjectLock(this.#context, () =>
        provideTool('chromium', options),
      );
      return {
        CHROMIUM_PATH: programs.chromium,
        ...(libraryPath ? { CHROMIUM_LIBRARY_PATH: libraryPath } : {}),
      };
    } catch (error) {
      if (!(error instanceof SetupFailure)) throw error;
      progress.say(`There is no browser for the tests (${error.message}): what needs one is skipped.`);
      return { CHROMIUM_ABSENT: error.message };
    }
  }

  /** A server that the caller names is used, and only databases and keys of the tests' own are made on it. */
  async #servers() {
    const { env, temporary, signal } = this.#context;
    const options = { ...this.#context, dataFolder: temporary, throwAway: true };
    if (env.TEST_DATABASE_URL) await requireReachable('database', 'TEST_DATABASE_URL', env.TEST_DATABASE_URL);
    if (env.TEST_REDIS_URL) await requireReachable('redis', 'TEST_REDIS_URL', env.TEST_REDIS_URL);
    const [redis, postgres] = await withProjectLock(this.#context, async () => [
      env.TEST_REDIS_URL ? undefined : await privateRedis(options),
      env.TEST_DATABASE_URL ? undefined : await privatePostgres(options),
    ]);
    await this.#supervisor.startServers([redis, postgres].filter(Boolean), { signal });
    return {
      ...redis?.variablesOfProgram,
      TEST_DATABASE_URL: postgres?.superuserUrl ?? env.TEST_DATABASE_URL,
      TEST_REDIS_URL: redis?.url ?? env.TEST_REDIS_URL,
      FRAMEGATE_DATA_DIR: path.join(temporary, 'data'),
    };
  }
}
