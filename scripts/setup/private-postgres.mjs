import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { runCommand, tailOf } from './commands.mjs';
import { SetupFailure } from './failure.mjs';
import { logFile, openLog } from './log-files.mjs';
import { keptSecret, writePrivateFile } from './private-files.mjs';
import { makePassable } from './project.mjs';
import { accountCanEnter } from './service-account.mjs';
import { withLibraries } from './tool-search.mjs';

const SUPERUSER = 'postgres';
const DATABASE = 'framegate';
const SMALL_SHARED_MEMORY_BYTES = 256 * 1024 * 1024;
const SPEED_BEFORE_SAFETY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Where the cluster of a data folder is, or will be. Root's closed folders cannot hold it: another account runs it. */
export function clusterHome({ dataFolder, openFolder, account }) {
  const inside = path.join(dataFolder, 'postgres');
  if (account.uid === undefined) return inside;
  const outside = path.join(openFolder, 'postgres');
  const holdsCluster = (home) => fs.existsSync(path.join(home, 'cluster', 'PG_VERSION'));
  if (!holdsCluster(inside) && holdsCluster(outside)) return outside;
  fs.mkdirSync(inside, { recursive: true });
  fs.chmodSync(inside, 0o711);
  if (accountCanEnter(account, inside)) return inside;
  if (!holdsCluster(inside)) return outside;
  throw new SetupFailure(
    `The account "${account.name}" that runs PostgreSQL for root cannot reach ${inside}: ` +
      'allow it to pass through the folders above (chmod o+x), or move the project back to where it was.',
  );
}

export function clusterMajor(home) {
  const file = path.join(home, 'cluster', 'PG_VERSION');
  return fs.existsSync(file) ? Number.parseInt(fs.readFileSync(file, 'utf8'), 10) : undefined;
}

function hasSmallSharedMemory() {
  try {
    const { bsize, blocks } = fs.statfsSync('/dev/shm');
    return bsize * blocks < SMALL_SHARED_MEMORY_BYTES;
  } catch {
    return true;
  }
}

function settings({ port, throwAway }) {
  return [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    // nobody needs a socket, and the path of one must be shorter than many a project's folder
    'unix_socket_directories=',
    'jit=off',
    ...(process.platform === 'linux' && hasSmallSharedMemory() ? ['dynamic_shared_memory_type=mmap'] : []),
    ...(throwAway ? SPEED_BEFORE_SAFETY : []),
  ].flatMap((setting) => ['-c', setting]);
}

/** Sends the first message of the protocol: a server that asks for a password is ready, one that is starting refuses. */
export function answersClients(port) {
  const parameters = Buffer.from(`user\0${SUPERUSER}\0database\0postgres\0\0`);
  const header = Buffer.alloc(8);
  header.writeInt32BE(8 + parameters.length, 0);
  header.writeInt32BE(196_608, 4);
  return new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port, timeout: 2_000 });
    const done = (ready) => {
      socket.destroy();
      resolve(ready);
    };
    socket.once('connect', () => socket.write(Buffer.concat([header, parameters])));
    socket.once('data', (answer) => done(answer[0] === 'R'.charCodeAt(0)));
    socket.once('close', () => done(false));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}

// A pid file left by kill -9 names a pid that may be anybody's today, and PostgreSQL would then refuse to start. Whoever
// gets here holds the lock of the data folder and has found no living server of ours.
export function removeStalePidFile(
  cluster,
  readCommandLine = (pid) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
) {
  const file = path.join(cluster, 'postmaster.pid');
  if (process.platform !== 'linux' || !fs.existsSync(file)) return;
  const pid = Number.parseInt(fs.readFileSync(file, 'utf8'), 10);
  let commandLine = '';
  try {
    commandLine = readCommandLine(pid);
  } catch {
    // no such process
  }
  if (!commandLine.includes(cluster)) fs.rmSync(file, { force: true });
}

export class PrivatePostgres {
  #tool;
  #account;
  #home;
  #throwAway;
  #secrets;

  constructor({ dataFolder, home, tool, account, port, throwAway = false }) {
    this.name = 'postgres';
    this.label = 'PostgreSQL';
    this.port = port;
    this.log = logFile(dataFolder, 'postgres');
    this.recordFile = path.join(dataFolder, 'run', 'postgres.json');
    this.readyWithinMs = 60_000;
    // fast shutdown, then immediate; SIGKILL, the last resort, leaves its children to themselves
    this.stopSignals = [
      ['SIGINT', 30_000],
      ['SIGQUIT', 10_000],
    ];
    this.#secrets = path.join(dataFolder, 'secrets');
    this.#home = home;
    this.#tool = tool;
    this.#account = account;
    this.#throwAway = throwAway;
  }

  get #cluster() {
    return path.join(this.#home, 'cluster');
  }

  get home() {
    return this.#home;
  }

  get url() {
    const password = keptSecret(path.join(this.#secrets, 'postgres-application'));
    return `postgresql://${DATABASE}:${password}@127.0.0.1:${this.port}/${DATABASE}`;
  }

  get superuserUrl() {
    const password = keptSecret(path.join(this.#secrets, 'postgres-superuser'));
    return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${this.port}/postgres`;
  }

  /** Makes the cluster with its role and database, once; a cluster half made is made anew. */
  async initialise({ progress, signal }) {
    if (fs.existsSync(path.join(this.#cluster, 'PG_VERSION'))) return;
    await progress.step('Creating the database', async () => {
      const partial = path.join(this.#home, 'cluster.partial');
      fs.rmSync(partial, { recursive: true, force: true });
      makePassable(this.#home);
      fs.mkdirSync(partial, { mode: 0o700 });
      this.#giveToAccount(partial);
      await this.#initdb(partial, signal);
      await this.#createDatabase(partial, signal);
      fs.renameSync(partial, this.#cluster);
    });
  }

  spawn() {
    removeStalePidFile(this.#cluster);
    const output = openLog(this.log);
    const args = ['-D', this.#cluster, ...settings({ port: this.port, throwAway: this.#throwAway })];
    const child = spawn(this.#tool.programs.postgres, args, {
      ...this.#identity(),
      detached: true,
      stdio: ['ignore', output, output],
    });
    fs.closeSync(output);
    return child;
  }

  isReady() {
    return answersClients(this.port);
  }

  #identity() {
    const { uid, gid } = this.#account;
    const env = withLibraries({ PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C' }, this.#tool.libraryPath);
    return { env, cwd: '/', ...(uid === undefined ? {} : { uid, gid }) };
  }

  #giveToAccount(file) {
    const { uid, gid } = this.#account;
    if (uid === undefined) return;
    fs.chownSync(file, uid, gid);
  }

  async #initdb(cluster, signal) {
    const passwordFile = path.join(cluster, '..', 'initial-password');
    writePrivateFile(passwordFile, `${keptSecret(path.join(this.#secrets, 'postgres-superuser'))}\n`);
    this.#giveToAccount(passwordFile);
    const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
    const args = [
      '-D',
      cluster,
      '-U',
      SUPERUSER,
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      `--locale=${locale}`,
    ];
    try {
      await this.#run(this.#tool.programs.initdb, this.#throwAway ? [...args, '--no-sync'] : args, {
        signal,
      });
    } finally {
      fs.rmSync(passwordFile, { force: true });
    }
  }

  // In single-user mode the server reads its statements from us: no client program and no open port are needed.
  async #createDatabase(cluster, signal) {
    const password = keptSecret(path.join(this.#secrets, 'postgres-application'));
    const input = `CREATE ROLE ${DATABASE} LOGIN PASSWORD '${password}';\nCREATE DATABASE ${DATABASE} OWNER ${DATABASE};\n`;
    const args = ['--single', '-D', cluster, 'postgres'];
    const output = await this.#run(this.#tool.programs.postgres, args, { signal, input });
    if (/\b(ERROR|FATAL|PANIC):/.test(output)) this.#fail(output.replaceAll(password, '***'));
  }

  async #run(file, args, options) {
    try {
      return await runCommand(file, args, { ...this.#identity(), ...options });
    } catch (error) {
      if (error.name !== 'CommandFailure') throw error;
      return this.#fail(error.output);
    }
  }

  #fail(output) {
    throw new SetupFailure(`The private PostgreSQL database could not be created in ${this.#home}.`, {
      details: tailOf(output, 12),
    });
  }
}
