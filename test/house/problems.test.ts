import path from 'node:path';
import type { ErrorDefinition } from '#kernel/domain-error';
import { STATUS_OF_KIND } from '#platform/http/problems/status-of-kind';
import { filesBelow, PROJECT, textOf } from './project-files';

const EXPLAINED = /^### (\S+)\n\nStatus (\d{3})\. .+\n(?:.+\n)*\nWhat to do: .+/gm;

describe('the catalogue of problems', () => {
  const page = textOf('docs/problems.md');
  const documented = [...page.matchAll(EXPLAINED)].map(([, code, status]) => `${code!} ${status!}`);
  let defined: readonly ErrorDefinition[];

  beforeAll(async () => {
    const files = await Promise.all(
      filesBelow('src', '.errors.ts').map((file) => import(path.join(PROJECT, file)) as Promise<object>),
    );
    defined = files.flatMap((exports) => Object.values(exports).filter(isDefinition));
  });

  it('finds the errors that the code declares', () => {
    expect(defined.length).toBeGreaterThan(30);
    expect(defined.every(({ kind }) => kind in STATUS_OF_KIND)).toBe(true);
  });

  it('explains every error, and no error that does not exist, with its status', () => {
    const declared = defined.map(({ code, kind }) => `${code} ${String(STATUS_OF_KIND[kind])}`);
    expect([...documented].sort()).toEqual([...declared].sort());
  });

  it('has no heading that is not explained', () => {
    expect([...page.matchAll(/^### /gm)]).toHaveLength(documented.length);
  });

  it('gives each error a code of its own, in capitals', () => {
    const codes = defined.map(({ code }) => code);
    expect(codes.filter((code) => !/^[A-Z]+(?:_[A-Z]+)*$/.test(code))).toEqual([]);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });
});

/** What `defineError` makes; failures of jobs, which no caller of the API meets, are told otherwise. */
function isDefinition(exported: unknown): exported is ErrorDefinition {
  return typeof exported === 'function' && 'kind' in exported && 'says' in exported;
}
