import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from './commands.mjs';
import { makePassable } from './project.mjs';

// apt with lists, cache and status of its own: nothing is installed, no service is started, the system's own state is
// neither read nor written. Sources, keys and client settings are the system's (/etc/apt).

// The C library must be the one that goes with the running loader. Man pages and the like nobody reads from here.
const NEVER_UNPACKED = /^(libc6|libc-bin|libc-l10n|locales)_/;
const LEFT_OUT = [
  './usr/share/doc',
  './usr/share/man',
  './usr/share/locale',
  './usr/share/info',
  './etc',
  './var',
  './sbin',
  './usr/sbin',
];
const UNPACKED_AT_ONCE = 2;

function isProgram(file) {
  return fs.existsSync(file);
}

export function hasApt() {
  return isProgram('/usr/bin/apt-get') && isProgram('/usr/bin/dpkg-deb');
}

export function aptOptions(work) {
  const settings = {
    'Dir::State': `${work}/state`,
    'Dir::State::Lists': `${work}/state/lists`,
    'Dir::State::status': `${work}/state/status`,
    'Dir::State::extended_states': `${work}/state/extended_states`,
    'Dir::Cache': `${work}/cache`,
    'Dir::Cache::archives': `${work}/cache/archives`,
    'Dir::Log': `${work}/log`,
    'APT::Install-Recommends': 'false',
    'APT::Install-Suggests': 'false',
    'APT::Get::List-Cleanup': 'false',
    'APT::Keep-Downloaded-Packages': 'true',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Debug::NoLocking': 'true',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

// In the system's own temporary folder, open to all: root's apt downloads as the user `_apt`, who must reach it.
function makeWorkFolder() {
  const parent = fs.existsSync('/var/tmp') ? '/var/tmp' : os.tmpdir();
  const work = fs.mkdtempSync(path.join(parent, 'framegate-apt-'));
  for (const folder of [
    '',
    'state',
    'state/lists',
    'state/lists/partial',
    'cache',
    'cache/archives',
    'cache/archives/partial',
    'log',
  ]) {
    fs.mkdirSync(path.join(work, folder), { recursive: true });
    fs.chmodSync(path.join(work, folder), 0o755);
  }
  fs.writeFileSync(path.join(work, 'state/status'), '');
  return work;
}

async function download(packages, work, { env, signal, tell }) {
  const apt = (args, onLine) =>
    runCommand('/usr/bin/apt-get', [...aptOptions(work), ...args], {
      env: { ...env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
      signal,
      onLine,
    });
  tell('reading the package lists');
  // One unreachable third-party source makes this fail although everything we need was read: the download decides.
  const update = await apt(['update']).catch((error) => {
    if (error.name !== 'CommandFailure') throw error;
    return error;
  });
  tell('downloading');
  let count = 0;
  const counting = (line) => /^Get:\d+/.test(line) && tell(`downloading, ${++count} packages`);
  try {
    await apt(['install', '--download-only', '--no-install-recommends', '--yes', ...packages], counting);
  } catch (error) {
    if (error.name === 'CommandFailure' && update.name === 'CommandFailure')
      error.output = `${update.output}\n${error.output}`;
    throw error;
  }
  return path.join(work, 'cache/archives');
}

async function unpackOne(archive, folder, { env, signal }) {
  const pipeline =
    'umask 022; archive=$1; folder=$2; shift 2; dpkg-deb --fsys-tarfile "$archive" | tar -x -C "$folder" "$@"';
  const excluded = LEFT_OUT.map((each) => `--exclude=${each}`);
  // never as the package's owner and never set-uid: these files are only ours to read and run
  const args = [
    '-c',
    pipeline,
    'unpack',
    archive,
    folder,
    '--no-same-owner',
    '--no-same-permissions',
    ...excluded,
  ];
  await runCommand('/bin/sh', args, { env, signal });
}

async function unpack(archives, folder, { env, signal, tell }) {
  const names = fs
    .readdirSync(archives)
    .filter((name) => name.endsWith('.deb') && !NEVER_UNPACKED.test(name));
  const waiting = [...names];
  const unpackNext = async () => {
    for (let name = waiting.pop(); name; name = waiting.pop()) {
      await unpackOne(path.join(archives, name), folder, { env, signal });
      tell(`unpacking, ${Math.round(100 * (1 - waiting.length / names.length))} %`);
    }
  };
  await Promise.all(Array.from({ length: UNPACKED_AT_ONCE }, unpackNext));
}

/** The packages and all they need, unpacked below `folder`, which appears whole or not at all. */
export async function fetchFromDebian(packages, { folder, env, signal, tell }) {
  const work = makeWorkFolder();
  const partial = `${folder}.partial`;
  try {
    const archives = await download(packages, work, { env, signal, tell });
    fs.rmSync(partial, { recursive: true, force: true });
    makePassable(partial);
    await unpack(archives, partial, { env: { ...env, LC_ALL: 'C' }, signal, tell });
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(partial, folder);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
    fs.rmSync(partial, { recursive: true, force: true });
  }
}
