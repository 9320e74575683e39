import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { logFile, openLog } from './log-files.mjs';
import { keptSecret, writePrivateFile } from './private-files.mjs';
import { withLibraries } from './tool-search.mjs';

export function redisConfiguration({ port, password, throwAway }) {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    // a queue that may drop keys when memory is short loses jobs
    'maxmemory-policy noeviction',
    `appendonly ${throwAway ? 'no' : 'yes'}`,
    'save ""',
    'daemonize no',
    'logfile ""',
    '',
  ].join('\n');
}

/** Speaks just enough of the protocol: a server that is still loading its data answers with an error. */
export function answersPing(port, password) {
  return new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port, timeout: 2_000 });
    let answer = '';
    const done = (ready) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setEncoding('utf8');
    socket.once('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (chunk) => {
      answer += chunk;
      if (answer.split('\r\n').length > 2) done(answer.includes('+PONG'));
    });
    socket.once('close', () => done(false));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}

export class PrivateRedis {
  #tool;
  #folder;
  #throwAway;
  #password;

  constructor({ dataFolder, tool, port, throwAway = false }) {
    this.name = 'redis';
    this.label = 'Redis';
    this.port = port;
    this.log = logFile(dataFolder, 'redis');
    this.recordFile = path.join(dataFolder, 'run', 'redis.json');
    this.readyWithinMs = 120_000;
    this.stopSignals = [['SIGTERM', 30_000]];
    this.#folder = path.join(dataFolder, 'redis');
    this.#tool = tool;
    this.#throwAway = throwAway;
    this.#password = keptSecret(path.join(dataFolder, 'secrets', 'redis'));
  }

  get url() {
    return `redis://:${this.#password}@127.0.0.1:${this.port}`;
  }

  /** For tests that need a server which they may stop and empty. */
  get variablesOfProgram() {
    const { programs, libraryPath } = this.#tool;
    return {
      TEST_REDIS_SERVER: programs['redis-server'],
      ...(libraryPath ? { TEST_REDIS_LIBRARY_PATH: libraryPath } : {}),
    };
  }

  spawn() {
    const configuration = path.join(this.#folder, 'redis.conf');
    writePrivateFile(
      configuration,
      redisConfiguration({ port: this.port, password: this.#password, throwAway: this.#throwAway }),
    );
    const output = openLog(this.log);
    const child = spawn(this.#tool.programs['redis-server'], [configuration], {
      cwd: this.#folder,
      env: withLibraries({ PATH: '/usr/bin:/bin', LC_ALL: 'C' }, this.#tool.libraryPath),
      detached: true,
      stdio: ['ignore', output, output],
    });
    fs.closeSync(output);
    return child;
  }

  isReady() {
    return answersPing(this.port, this.#password);
  }
}
