import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Where the packages of Swift are installed, or unpacked. */
export function swiftRoot(): string {
  return process.env.TEST_SWIFT_ROOT ?? '/';
}

/** Its own where it has one: what is compiled for one python does not run with another. */
export function swiftPython(): string {
  const own = path.join(swiftRoot(), 'usr/bin/python3');
  return existsSync(own) ? own : '/usr/bin/python3';
}

/** Whether a package of python's is there. */
export function hasPythonPackage(name: string): boolean {
  return existsSync(path.join(packages(), name));
}

export function pythonEnvironment(): NodeJS.ProcessEnv {
  const root = swiftRoot();
  const libraries = ['usr/lib', 'lib'].flatMap((top) => {
    const folder = path.join(root, top);
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return names.filter((name) => name.endsWith('-linux-gnu')).map((name) => path.join(folder, name));
  });
  return {
    PATH: '/usr/bin:/bin',
    LC_ALL: 'C.UTF-8',
    PYTHONPATH: packages(),
    ...(root === '/' ? {} : { LD_LIBRARY_PATH: libraries.join(':') }),
  };
}

function packages(): string {
  return path.join(swiftRoot(), 'usr/lib/python3/dist-packages');
}
