import path from 'node:path';
import { build } from '../setup/build.mjs';
import { installDependencies } from '../setup/dependencies.mjs';
import { requireReachable } from '../setup/external-servers.mjs';
import { Lock } from '../setup/lock.mjs';
import { privatePostgres, privateRedis } from '../setup/private-servers.mjs';
import { cacheFolder, toolsFolder } from '../setup/project.mjs';
import { ffmpegVariables } from '../setup/toolchain.mjs';

/** Packages, programs and build belong to the checkout: `npm start` and `npm test` take turns at them. */
export async function withProjectLock({ progress, signal }, work) {
  const lock = new Lock(path.join(cacheFolder, 'setup.lock'));
  const onWait = (holder) =>
    progress.say(`Waiting for another Framegate command (pid ${holder?.pid}) to finish setting up.`);
  await lock.acquire({ signal, onWait });
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** Servers named in the environment are used as they are; for the others we run our own. */
export async function provision({ root, env, dataFolder, progress, signal }) {
  if (env.DATABASE_URL) await requireReachable('database', 'DATABASE_URL', env.DATABASE_URL);
  if (env.REDIS_URL) await requireReachable('redis', 'REDIS_URL', env.REDIS_URL);
  const context = { root, env, dataFolder, progress, signal };
  return withProjectLock(context, async () => {
    await installDependencies(context);
    const ffmpeg = await ffmpegVariables({ ...context, toolsFolder });
    const redis = env.REDIS_URL ? undefined : await privateRedis(context);
    const postgres = env.DATABASE_URL ? undefined : await privatePostgres(context);
    await build(context);
    return { ffmpeg, postgres, redis };
  });
}
