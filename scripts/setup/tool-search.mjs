import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { isAtLeast, newestFirst, versionIn } from './tools.mjs';

/** Folders that a pattern with one `*` in one segment stands for. */
export function expandFolder(pattern, base = '/') {
  const star = pattern.indexOf('*');
  const absolute = path.join(base, pattern);
  if (star === -1) return [absolute];
  const before = pattern.slice(0, star);
  const parent = path.join(base, before.slice(0, before.lastIndexOf('/') + 1));
  const segment = pattern.slice(before.lastIndexOf('/') + 1).split('/')[0];
  const [head, tail] = segment.split('*');
  const rest = pattern.slice(before.lastIndexOf('/') + 1 + segment.length);
  if (!fs.existsSync(parent)) return [];
  const matches = fs.readdirSync(parent).filter((name) => name.startsWith(head) && name.endsWith(tail));
  return newestFirst(matches).map((name) => path.join(parent, name, rest));
}

function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Library folders of an unpacked package tree: the loader does not search below them, and some packages (blas, lapack,
 * pulseaudio) keep theirs one level deeper.
 */
export function libraryFolders(root) {
  const found = [];
  for (const top of ['usr/lib', 'lib']) {
    const folder = path.join(root, top);
    if (!fs.existsSync(folder)) continue;
    const triplets = fs.readdirSync(folder).filter((name) => /-linux-gnu/.test(name));
    found.push(folder);
    for (const triplet of triplets.map((name) => path.join(folder, name))) {
      const below = fs.readdirSync(triplet, { withFileTypes: true }).filter((entry) => entry.isDirectory());
      const withLibraries = below
        .map((entry) => path.join(triplet, entry.name))
        .filter((each) => fs.readdirSync(each).some((name) => /^lib.+\.so(\.|$)/.test(name)));
      found.push(triplet, ...withLibraries);
    }
  }
  return found;
}

export function withLibraries(env, libraryPath) {
  if (!libraryPath) return { ...env };
  const inherited = env.LD_LIBRARY_PATH;
  return { ...env, LD_LIBRARY_PATH: inherited ? `${libraryPath}:${inherited}` : libraryPath };
}

function candidate(tool, folder, libraryPath) {
  const programs = Object.fromEntries(tool.programs.map((name) => [name, path.join(folder, name)]));
  if (!Object.values(programs).every(isExecutable)) return undefined;
  if (tool.followLinks) for (const name of tool.programs) programs[name] = fs.realpathSync(programs[name]);
  const [program, ...args] = tool.proof;
  const env = withLibraries({ PATH: process.env.PATH, LC_ALL: 'C' }, libraryPath);
  const answer = spawnSync(programs[program], args, { encoding: 'utf8', timeout: 20_000, env });
  const version = answer.status === 0 ? (versionIn(answer.stdout, tool.version) ?? [Infinity, 0]) : undefined;
  return version && isAtLeast(version, tool.floor) ? { programs, libraryPath, version } : undefined;
}

/** Every usable installation: ours unpacked earlier comes last, what the machine has comes first. */
export function* installations(tool, { env, unpacked, accepts = () => true }) {
  const onPath = (env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const places = [...onPath, ...tool.folders.flatMap((pattern) => expandFolder(pattern))].map((folder) => [
    folder,
  ]);
  if (fs.existsSync(unpacked)) {
    const libraryPath = libraryFolders(unpacked).join(':');
    places.push(
      ...tool.folders
        .flatMap((pattern) => expandFolder(pattern, unpacked))
        .map((folder) => [folder, libraryPath]),
    );
  }
  const seen = new Set();
  for (const [folder, libraryPath] of places) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    const found = candidate(tool, folder, libraryPath);
    if (found && accepts(found)) yield found;
  }
}
