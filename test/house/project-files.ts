import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const PROJECT = path.join(__dirname, '../..');

/** Files below a folder of the project, with paths as they are written from its root. */
export function filesBelow(folder: string, endsWith: string): string[] {
  return readdirSync(path.join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .filter((name) => name.endsWith(endsWith))
    .sort();
}

/** Our own TypeScript, without its tests. */
export function sourcesBelow(folder: string): string[] {
  return filesBelow(folder, '.ts').filter((name) => !/\.(?:test|contract|d)\.ts$/.test(name));
}

export function textOf(file: string): string {
  return readFileSync(path.join(PROJECT, file), 'utf8');
}
