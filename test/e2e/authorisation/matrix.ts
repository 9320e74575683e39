import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Status by caller, by operation id. */
export type Matrix<Caller extends string = string> = Readonly<
  Record<string, Readonly<Partial<Record<Caller, number>>>>
>;

/** Of people, and of the API keys that speak for them. */
export type MatrixName = 'authorisation-matrix' | 'authorisation-matrix-of-keys';

const HOW_TO = 'Run this test with UPDATE_MATRIX=1, and review what changed: it is who may do what.';

export async function readMatrix(name: MatrixName): Promise<Matrix> {
  return JSON.parse(await readFile(fileOf(name), 'utf8').catch(() => '{}')) as Matrix;
}

export async function writeMatrix(name: MatrixName, matrix: Matrix): Promise<void> {
  await writeFile(fileOf(name), `${JSON.stringify(matrix, null, 2)}\n`);
}

function fileOf(name: MatrixName): string {
  return path.join(__dirname, `../${name}.json`);
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
  const callers = [...new Set([...Object.keys(found), ...Object.keys(decided)])];
  return callers
    .filter((caller) => decided[caller] !== found[caller])
    .map(
      (caller) =>
        `${id} as ${caller}: the matrix says ${String(decided[caller])}, the service ${String(found[caller])}.`,
    );
}
