import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { SetupFailure } from './failure.mjs';
import { withLibraries } from './tool-search.mjs';

const PREFERRED_ACCOUNTS = ['postgres', 'nobody'];

export function accountFrom(passwd, names = PREFERRED_ACCOUNTS) {
  const lines = passwd.split('\n').map((line) => line.split(':'));
  for (const name of names) {
    const line = lines.find(([account]) => account === name);
    if (line && Number(line[2]) > 0) return { name, uid: Number(line[2]), gid: Number(line[3]) };
  }
  return undefined;
}

function ownerOf(folder) {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  return stat && stat.uid > 0 ? { name: `uid ${stat.uid}`, uid: stat.uid, gid: stat.gid } : undefined;
}

/** PostgreSQL refuses to run as root: then another account runs it, the owner of a cluster that exists already first. */
export function serviceAccount(clusterFolder) {
  if (process.getuid?.() !== 0) return {};
  const account = ownerOf(clusterFolder) ?? accountFrom(fs.readFileSync('/etc/passwd', 'utf8'));
  if (account) return account;
  throw new SetupFailure(
    'PostgreSQL does not run as root, and this machine has neither an account "postgres" nor "nobody": run Framegate as an ordinary user.',
  );
}

/** Whether that account can do this: nothing but trying it takes every folder above, ACLs and mounts into account. */
export function accountCan(account, file, args, libraryPath) {
  const { uid, gid } = account;
  const env = withLibraries({ PATH: '/usr/bin:/bin' }, libraryPath);
  const answer = spawnSync(file, args, { uid, gid, env, cwd: '/', stdio: 'ignore', timeout: 20_000 });
  if (answer.error?.code === 'EPERM') {
    throw new SetupFailure(
      'This root may not run anything as another account, and PostgreSQL does not run as root: run Framegate as an ordinary user.',
    );
  }
  return answer.status === 0;
}

export function accountCanEnter(account, folder) {
  return accountCan(account, '/bin/sh', ['-c', 'cd "$1"', 'enter', folder]);
}
