import { redact, withDotEnv } from '../setup/environment.mjs';
import { Interrupted, wordsFor } from '../setup/failure.mjs';
import { httpPort, originOf } from '../setup/ports.mjs';
import { Progress } from '../setup/progress.mjs';
import { dataFolderOf, projectRoot } from '../setup/project.mjs';
import { ApiProcess, WorkerProcess } from '../supervision/application.mjs';
import { Interruption } from '../supervision/interruption.mjs';
import { endOrphan } from '../supervision/supervised.mjs';
import { Supervisor } from '../supervision/supervisor.mjs';
import { becomeTheInstance, instanceLock, makeDataFolder } from './instance.mjs';
import { migrate } from './migration.mjs';
import { provision } from './provision.mjs';
import { applicationEnvironment, secretsOf } from './settings.mjs';
import { summary } from './summary.mjs';
import { rebuildOnChange } from './watch.mjs';

const INTERRUPTED_EXIT_CODE = 130;

function applicationPrograms(context, environment, origin) {
  const secrets = secretsOf(environment);
  const show = (text) => context.progress.say(redact(text, secrets));
  const options = { root: context.root, env: environment, dataFolder: context.dataFolder, show };
  return [new ApiProcess({ ...options, origin }), new WorkerProcess(options)];
}

async function bringUp(context, supervisor) {
  const { env, dataFolder, root, progress, signal } = context;
  const host = env.HOST || '127.0.0.1';
  const orphans = applicationPrograms(context, {}, '');
  await Promise.all(orphans.map(endOrphan));
  if (env.PORT) await httpPort(env, host);
  const { ffmpeg, postgres, redis } = await provision(context);
  const servers = [postgres, redis].filter(Boolean);
  if (servers.length > 0) {
    const labels = servers.map((server) => server.label).join(' and ');
    await progress.step(`Starting ${labels}`, () => supervisor.startServers(servers, { signal }));
  }
  const port = await httpPort(env, host);
  const origin = originOf(host, port);
  const databaseUrl = postgres?.url ?? env.DATABASE_URL;
  const redisUrl = redis?.url ?? env.REDIS_URL;
  const environment = applicationEnvironment({ env, dataFolder, databaseUrl, redisUrl, host, port, ffmpeg });
  await migrate({ root, environment, progress, signal });
  const programs = applicationPrograms(context, environment, origin);
  await progress.step('Starting the API and the worker', () =>
    supervisor.startApplication(programs, { signal }),
  );
  return { origin, environment, databaseFolder: postgres?.home };
}

async function run(context, { lock, interruption, watch }) {
  const { progress, env, dataFolder } = context;
  let gaveUp;
  const onGiveUp = (text) => {
    gaveUp ??= text;
    interruption.raise('gave up');
  };
  // a fault of our own must not leave servers behind
  process.on('uncaughtException', (error) => onGiveUp(error.stack));
  const supervisor = new Supervisor({ onNotice: (text) => progress.say(text), onGiveUp });
  try {
    const up = await bringUp(context, supervisor);
    lock.describe({ phase: 'running', origin: up.origin });
    progress.say(summary({ env, dataFolder, ...up }));
    if (watch) rebuildOnChange({ ...context, environment: up.environment, supervisor });
    await interruption.wait();
  } catch (error) {
    // what fails because we are stopping is no fault
    if (!interruption.requested) throw error;
    return gaveUp ? 1 : INTERRUPTED_EXIT_CODE;
  } finally {
    lock.describe({ phase: 'stopping' });
    if (gaveUp) progress.say(gaveUp);
    if (!supervisor.isEmpty) await progress.step('Stopping', () => supervisor.stop());
  }
  return gaveUp ? 1 : 0;
}

export async function start({ watch = false } = {}) {
  const interruption = new Interruption();
  const progress = new Progress();
  const env = withDotEnv(process.env, projectRoot);
  const context = {
    root: projectRoot,
    env,
    dataFolder: dataFolderOf(env),
    progress,
    signal: interruption.signal,
  };
  makeDataFolder(context.dataFolder);
  const lock = instanceLock(context.dataFolder);
  const running = await becomeTheInstance(lock, context);
  if (running) {
    progress.say(`Framegate is already running at ${running.origin} (pid ${running.pid}).`);
    return 0;
  }
  try {
    return await run(context, { lock, interruption, watch });
  } finally {
    lock.release();
  }
}

/** The exit code of a start that failed, after saying why. */
export function explain(error) {
  if (error instanceof Interrupted) return INTERRUPTED_EXIT_CODE;
  console.error(wordsFor(error));
  return 1;
}
