import path from 'node:path';

/**
 * The programs we need beside Node. `programs` must be found together in one folder; `floor` is the oldest major.minor
 * that will do; `proof` is the program that is asked for its version.
 */
export const TOOLS = {
  ffmpeg: {
    label: 'ffmpeg',
    programs: ['ffmpeg', 'ffprobe'],
    folders: [
      '/usr/bin',
      '/usr/local/bin',
      '/opt/homebrew/bin',
      '/opt/homebrew/opt/ffmpeg/bin',
      '/usr/local/opt/ffmpeg/bin',
    ],
    proof: ['ffmpeg', '-version'],
    version: /ffmpeg version n?(\d+)\.(\d+)/,
    floor: [5, 1],
    debian: ['ffmpeg'],
    brew: 'ffmpeg',
    elsewhere: 'ffmpeg',
  },
  postgres: {
    label: 'PostgreSQL',
    programs: ['postgres', 'initdb'],
    folders: [
      '/usr/lib/postgresql/*/bin',
      '/opt/homebrew/opt/postgresql@*/bin',
      '/usr/local/opt/postgresql@*/bin',
      '/usr/pgsql-*/bin',
      '/usr/libexec/postgresql*',
      '/usr/bin',
      '/usr/local/pgsql/bin',
    ],
    // initdb looks for its share folder beside the real file, not beside a link to it
    followLinks: true,
    proof: ['postgres', '--version'],
    version: /PostgreSQL\) (\d+)(?:\.(\d+))?/,
    floor: [14, 0],
    debian: ['postgresql'],
    brew: 'postgresql@17',
    elsewhere: 'postgresql-server',
  },
  redis: {
    label: 'Redis',
    programs: ['redis-server'],
    folders: [
      '/usr/bin',
      '/usr/local/bin',
      '/opt/homebrew/bin',
      '/opt/homebrew/opt/redis/bin',
      '/usr/local/opt/redis/bin',
    ],
    proof: ['redis-server', '--version'],
    version: /v=(\d+)\.(\d+)/,
    floor: [6, 2],
    debian: ['redis-server'],
    brew: 'redis',
    elsewhere: 'redis',
  },
  curl: {
    label: 'curl',
    programs: ['curl'],
    folders: ['/usr/bin', '/usr/local/bin', '/opt/homebrew/opt/curl/bin'],
    proof: ['curl', '--version'],
    version: /curl (\d+)\.(\d+)/,
    floor: [7, 58],
    debian: ['curl'],
    brew: 'curl',
    elsewhere: 'curl',
  },
  chromium: {
    label: 'Chromium',
    programs: ['chromium'],
    // the program itself: the script of its name in /usr/bin wants settings below /etc
    folders: ['/usr/lib/chromium', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'],
    proof: ['chromium', '--version'],
    version: /Chromium (\d+)\.(\d+)/,
    floor: [110, 0],
    debian: ['chromium'],
    brew: '--cask chromium',
    elsewhere: 'chromium',
  },
};

export function versionIn(text, pattern) {
  const match = pattern.exec(text);
  return match ? [Number(match[1]), Number(match[2] ?? 0)] : undefined;
}

export function isAtLeast(version, floor) {
  return version[0] > floor[0] || (version[0] === floor[0] && version[1] >= floor[1]);
}

/** Newest first: `…/16/bin` before `…/15/bin`, and 9 before 10 the right way round. */
export function newestFirst(folders) {
  return [...folders].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}

/** Where a tool of ours has been unpacked: below it, the folders as the packages name them. */
export function unpackedFolder(toolsFolder, name) {
  return path.join(toolsFolder, name);
}
