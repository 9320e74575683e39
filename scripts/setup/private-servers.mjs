import fs from 'node:fs';
import path from 'node:path';
import { freePrivatePort } from './ports.mjs';
import { clusterHome, clusterMajor, PrivatePostgres } from './private-postgres.mjs';
import { PrivateRedis } from './private-redis.mjs';
import { isAlive, readRecord } from './processes.mjs';
import { openFolderOf, projectRoot, toolsFolder } from './project.mjs';
import { accountCan, accountCanEnter, serviceAccount } from './service-account.mjs';
import { provideTool } from './toolchain.mjs';

/** The port of a server of ours that outlived its supervisor, else a free one. */
async function portFor(dataFolder, name) {
  const record = readRecord(path.join(dataFolder, 'run', `${name}.json`));
  return isAlive(record) ? record.port : freePrivatePort();
}

/** Root's clone may lie in a folder that the account which runs PostgreSQL cannot enter, unpacked programs included. */
export function toolsFolderFor(account) {
  const open = account.uid === undefined || accountCanEnter(account, projectRoot);
  return open ? toolsFolder : path.join(openFolderOf(projectRoot), 'tools', path.basename(toolsFolder));
}

function postgresSearch(account, home) {
  const major = clusterMajor(home);
  const accepts = ({ programs, version, libraryPath }) => {
    if (major !== undefined && version[0] !== major) return false;
    return account.uid === undefined || accountCan(account, programs.postgres, ['--version'], libraryPath);
  };
  return {
    toolsFolder: toolsFolderFor(account),
    accepts,
    ...(major ? { needed: `PostgreSQL ${major}, which wrote ${home}` } : {}),
  };
}

export async function privatePostgres({ dataFolder, throwAway, ...context }) {
  const openFolder = openFolderOf(dataFolder);
  const accountFor = (folder) => serviceAccount(path.join(folder, 'postgres', 'cluster'));
  const inside = accountFor(dataFolder);
  const home = clusterHome({ dataFolder, openFolder, account: inside });
  const account = home.startsWith(openFolder) ? accountFor(openFolder) : inside;
  const tool = await provideTool('postgres', { ...context, ...postgresSearch(account, home) });
  const port = await portFor(dataFolder, 'postgres');
  const server = new PrivatePostgres({ dataFolder, home, tool, account, port, throwAway });
  await server.initialise(context);
  return server;
}

export async function privateRedis({ dataFolder, throwAway, ...context }) {
  const tool = await provideTool('redis', { ...context, toolsFolder });
  fs.mkdirSync(path.join(dataFolder, 'redis'), { recursive: true, mode: 0o700 });
  return new PrivateRedis({ dataFolder, tool, port: await portFor(dataFolder, 'redis'), throwAway });
}
