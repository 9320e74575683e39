import path from 'node:path';
import { passwordsIn } from '../setup/environment.mjs';
import { keptSecret } from '../setup/private-files.mjs';

const SECRET_KEY_BYTES = 48;

/** In production a secret that nobody chose is a secret that nobody keeps: there the application refuses to start. */
function secretKey(env, dataFolder) {
  if (env.SECRET_KEY) return { SECRET_KEY: env.SECRET_KEY };
  return env.NODE_ENV === 'production'
    ? {}
    : { SECRET_KEY: keptSecret(path.join(dataFolder, 'secret-key'), SECRET_KEY_BYTES) };
}

/** The environment of migration, API and worker: the person's own, completed. */
export function applicationEnvironment({ env, dataFolder, databaseUrl, redisUrl, host, port, ffmpeg }) {
  return {
    ...env,
    STORAGE_DRIVER: env.STORAGE_DRIVER || 'disk',
    ...ffmpeg,
    ...secretKey(env, dataFolder),
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    HOST: host,
    PORT: String(port),
    FRAMEGATE_DATA_DIR: dataFolder,
  };
}

/** What must never be shown, wherever it turns up in a text. */
export function secretsOf(environment) {
  return [environment.SECRET_KEY, ...passwordsIn([environment.DATABASE_URL, environment.REDIS_URL])];
}
