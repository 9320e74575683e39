import { transformFileSync } from '@swc/core';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SOURCE = path.resolve(__dirname, '../../../../libs/media');

/** The library as a folder of plain JavaScript, for a process that is to be killed. */
export function compileMediaLibrary(folder: string): string {
  const target = path.join(folder, 'media-library');
  for (const name of readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const file = path.join(target, name.replace(/\.ts$/, '.js'));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, transformFileSync(path.join(SOURCE, name)).code);
  }
  return target;
}
