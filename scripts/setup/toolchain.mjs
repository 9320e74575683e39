import fs from 'node:fs';
import path from 'node:path';
import { runCommand, tailOf } from './commands.mjs';
import { SetupFailure } from './failure.mjs';
import { fetchFromDebian, hasApt } from './debian-packages.mjs';
import { installations } from './tool-search.mjs';
import { TOOLS, unpackedFolder } from './tools.mjs';

const PACKAGE_MANAGERS = [
  ['dnf', 'sudo dnf install'],
  ['yum', 'sudo yum install'],
  ['zypper', 'sudo zypper install'],
  ['pacman', 'sudo pacman -S'],
  ['apk', 'sudo apk add'],
];

function onPath(program, env) {
  return (env.PATH ?? '')
    .split(path.delimiter)
    .some((folder) => folder && fs.existsSync(path.join(folder, program)));
}

export function installHint(tool, env) {
  const manager = PACKAGE_MANAGERS.find(([program]) => onPath(program, env));
  return manager
    ? `${tool.label} was not found: install it with \`${manager[1]} ${tool.elsewhere}\` and run the command again.`
    : `${tool.label} was not found: install it, see that ${tool.programs.join(' and ')} are on PATH, and run the command again.`;
}

function find(name, { env, toolsFolder, accepts }) {
  const search = { env, unpacked: unpackedFolder(toolsFolder, name), accepts };
  return installations(TOOLS[name], search).next().value;
}

async function fetch(name, { env, toolsFolder, progress, signal }) {
  const tool = TOOLS[name];
  if (process.platform === 'darwin' && onPath('brew', env)) {
    await progress.step(`Installing ${tool.label} with Homebrew`, () =>
      runCommand('brew', ['install', tool.brew], { env, signal }),
    );
  } else if (process.platform === 'darwin') {
    throw new SetupFailure(
      `${tool.label} was not found: install Homebrew (https://brew.sh), then \`brew install ${tool.brew}\`.`,
    );
  } else if (hasApt()) {
    const folder = unpackedFolder(toolsFolder, name);
    await progress.step(`Fetching ${tool.label} (kept in ${folder})`, (tell) =>
      fetchFromDebian(tool.debian, { folder, env, signal, tell }),
    );
  } else {
    throw new SetupFailure(installHint(tool, env));
  }
}

/** One tool: what the machine has, or else what we can get without touching the machine. */
export async function provideTool(name, options) {
  const found = find(name, options);
  if (found) return found;
  const tool = TOOLS[name];
  try {
    await fetch(name, options);
  } catch (error) {
    if (error.name !== 'CommandFailure') throw error;
    throw new SetupFailure(
      `${tool.label} is missing on this machine and could not be fetched: install it and run the command again.`,
      {
        details: tailOf(error.output, 8),
      },
    );
  }
  const fetched = find(name, options);
  if (fetched) return fetched;
  const needed = options.needed ?? `${tool.label} ${tool.floor.join('.')} or newer`;
  throw new SetupFailure(
    `What was fetched as ${tool.label} does not run on this machine or is not ${needed}: install ${needed} yourself.`,
  );
}

/** What the application reads to find ffmpeg; a path that the caller gives wins. */
export async function ffmpegVariables(options) {
  const named = ['FFMPEG_PATH', 'FFPROBE_PATH'].filter((name) => options.env[name]);
  if (named.length === 2) return {};
  const { programs, libraryPath } = await provideTool('ffmpeg', options);
  return {
    FFMPEG_PATH: programs.ffmpeg,
    FFPROBE_PATH: programs.ffprobe,
    ...(libraryPath ? { FFMPEG_LIBRARY_PATH: libraryPath } : {}),
    ...Object.fromEntries(named.map((name) => [name, options.env[name]])),
  };
}
