import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { endProcess, identify, isAlive, readRecord, writeRecord } from '../setup/processes.mjs';
import { cacheFolder } from '../setup/project.mjs';
import { accountCanEnter, serviceAccount } from '../setup/service-account.mjs';

// Everything a test run makes lies below one temporary folder, which is also TMPDIR for all that the run starts: so it
// can be removed as one, and what still runs with a path below it in its environment is ours.

const RECORDS = path.join(cacheFolder, 'throw-away');

/** A fresh temporary folder that the account which runs PostgreSQL for root can enter too. */
export function makeTemporaryFolder() {
  const account = serviceAccount('');
  for (const parent of [os.tmpdir(), '/var/tmp', '/tmp']) {
    if (!fs.existsSync(parent)) continue;
    const folder = fs.mkdtempSync(path.join(fs.realpathSync(parent), 'framegate-test-'));
    if (account.uid !== undefined) fs.chmodSync(folder, 0o711);
    if (account.uid === undefined || accountCanEnter(account, folder)) return prepared(folder);
    fs.rmSync(folder, { recursive: true });
  }
  throw new Error('no temporary folder can be entered by the account that runs PostgreSQL');
}

function prepared(folder) {
  fs.mkdirSync(path.join(folder, 'tmp'));
  writeRecord(path.join(RECORDS, `${path.basename(folder)}.json`), { ...identify(process.pid), folder });
  return folder;
}

function mentions(pid, folder) {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`=${folder}`);
  } catch {
    return false;
  }
}

function commandLine(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return `pid ${pid}`;
  }
}

/** Ends what tests started in sessions of their own and did not end; resolves to their command lines. */
export async function endStragglers(folder) {
  if (process.platform !== 'linux') return [];
  const pids = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && mentions(name, folder));
  const stragglers = pids.map((pid) => ({ ...identify(Number(pid)), command: commandLine(pid) }));
  await Promise.all(
    stragglers.map((each) =>
      endProcess(each, [
        ['SIGTERM', 3_000],
        ['SIGKILL', 3_000],
      ]),
    ),
  );
  return stragglers.map((each) => each.command);
}

export async function removeTemporaryFolder(folder) {
  await endStragglers(folder);
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  fs.rmSync(path.join(RECORDS, `${path.basename(folder)}.json`), { force: true });
}

/** Removes what test runs that were killed left behind, their servers included. */
export async function sweep() {
  if (!fs.existsSync(RECORDS)) return;
  for (const name of fs.readdirSync(RECORDS)) {
    const record = readRecord(path.join(RECORDS, name));
    if (!record?.folder || isAlive(record)) continue;
    for (const server of ['postgres', 'redis']) {
      await endProcess(readRecord(path.join(record.folder, 'run', `${server}.json`)), [
        ['SIGINT', 5_000],
        ['SIGQUIT', 5_000],
      ]);
    }
    await removeTemporaryFolder(record.folder);
  }
}
