import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CALLERS, type Caller } from './callers';

/** Status by caller, by operation id. */
export type Matrix = Readonly<Record<string, Readonly<Partial<Record<Caller, number>>>>>;

const FILE = path.join(__dirname, '../authorisation-matrix.json');
const HOW_TO = 'Run this test with UPDATE_MATRIX=1, and review what changed: it is who may do what.';

export async function readMatrix(): Promise<Matrix> {
  return JSON.parse(await readFile(FILE, 'utf8').catch(() => '{}')) as Matrix;
}

export async function writeMatrix(matrix: Matrix): Promise<void> {
  await writeFile(FILE, `${JSON.stringify(matrix, null, 2)}\n`);
}

/** One sentence for each difference between what was decided and what the service does. */
export function differences(decided: Matrix, found: Matrix): string[] {
  const missing = Object.keys(found).filter((id) => decided[id] === undefined);
  const stale = Object.keys(decided).filter((id) => found[id] === undefined);
  const sentences = [
    ...missing.map((id) => `${id} is not in the matrix: nobody decided who may call it.`),
    ...stale.map((id) => `${id} is in the matrix, but not in the document.`),
    ...Object.entries(found).flatMap(([id, row]) => rowDifferences(id, decided[id], row)),
  ];
  return sentences.length === 0 ? [] : [...sentences, HOW_TO];
}

function rowDifferences(id: string, decided: Matrix[string] | undefined, found: Matrix[string]): string[] {
  if (decided === undefined) return [];
  return CALLERS.filter((caller) => decided[caller] !== found[caller]).map(
    (caller) =>
      `${id} as ${caller}: the matrix says ${String(decided[caller])}, the service ${String(found[caller])}.`,
  );
}
