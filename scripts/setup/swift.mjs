import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fetchFromDebian, hasApt } from './debian-packages.mjs';
import { SetupFailure } from './failure.mjs';
import { libraryFolders, withLibraries } from './tool-search.mjs';
import { unpackedFolder } from './tools.mjs';

const SERVERS = ['swift-proxy', 'swift-account', 'swift-container', 'swift-object', 'memcached', 'python3'];
// A client that is not ours looks at what really is in a bucket; of python too, so it shares most of what it needs.
const CLIENT = 'python3-boto3';
const NEEDED_PROGRAMS = ['swift-proxy-server', 'memcached'];
// A kernel or a file system may know no extended attributes, and Swift keeps what it knows of an object in them.
const PROOF = `
import os, sys
import swift.common.middleware.s3api.s3api, swift.proxy.server, swift.account.server, swift.container.server, swift.obj.server
try:
    os.setxattr(sys.argv[1], "user.swift", b"")
except OSError:
    sys.exit("its folder for temporary files knows no extended attributes")
`;

function faultOf(root, temporary) {
  const programs = NEEDED_PROGRAMS.map((name) => path.join(root, 'usr/bin', name));
  if (!programs.every((file) => fs.existsSync(file))) return 'it is not there';
  const own = path.join(root, 'usr/bin/python3');
  const env = withLibraries(
    {
      PATH: '/usr/bin:/bin',
      LC_ALL: 'C.UTF-8',
      PYTHONPATH: path.join(root, 'usr/lib/python3/dist-packages'),
    },
    root === '/' ? undefined : libraryFolders(root).join(':'),
  );
  const python = fs.existsSync(own) ? own : '/usr/bin/python3';
  const answer = spawnSync(python, ['-c', PROOF, temporary], { env, encoding: 'utf8', timeout: 120_000 });
  if (answer.status === 0) return undefined;
  return answer.stderr?.trim().split('\n').at(-1) || 'it does not run';
}

async function fetchSwift(folder, { env, progress, signal }) {
  if (!hasApt()) throw new SetupFailure('it can be fetched on Debian and its like alone');
  try {
    await progress.step(`Fetching Swift (kept in ${folder})`, (tell) =>
      fetchFromDebian([...SERVERS, CLIENT], { folder, env, signal, tell }),
    );
  } catch (error) {
    if (error.name !== 'CommandFailure') throw error;
    throw new SetupFailure('its packages could not be fetched');
  }
}

/**
 * The folder below which OpenStack Swift is installed, a store with an S3 API that checks signatures: what the machine has, or
 * its packages unpacked. Fails in words where there is neither.
 */
export async function provideSwift({ toolsFolder, temporary, ...context }) {
  const unpacked = unpackedFolder(toolsFolder, 'swift');
  const found = ['/', unpacked].find((root) => faultOf(root, temporary) === undefined);
  if (found) return found;
  if (!fs.existsSync(unpacked)) await fetchSwift(unpacked, context);
  const fault = faultOf(unpacked, temporary);
  if (fault) throw new SetupFailure(`Swift does not run here: ${fault}`);
  return unpacked;
}
