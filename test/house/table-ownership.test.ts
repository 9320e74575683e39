import { filesBelow, sourcesBelow, textOf } from './project-files';
import { entityTablesIn, partsNamedIn, tablesIn, textsIn } from './sql-in-source';

const OWNERS = JSON.parse(textOf('test/house/table-owners.json')) as Readonly<Record<string, string>>;
const TABLES = Object.keys(OWNERS);
/** What belongs to Postgres itself. */
const SYSTEM_TABLES = /^(?:pg_|information_schema$)/;

describe('tables and their owners', () => {
  const uses = sourcesBelow('src').flatMap((file) => {
    const texts = textsIn(file);
    // A statement may be put together of several texts.
    const parts = partsNamedIn(texts);
    const tables = [...entityTablesIn(file), ...texts.flatMap((text) => tablesIn(text, TABLES, parts))];
    return tables.map((table) => ({ file, table }));
  });

  it('are the tables that the migrations make', () => {
    const made = filesBelow('migrations', '.ts')
      .flatMap(textsIn)
      .flatMap((text) =>
        [...text.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+)/g)].map(([, table]) => table!),
      );
    expect([...made].sort()).toEqual([...TABLES].sort());
  });

  it('are read and written by their owners alone', () => {
    const trespasses = uses
      .filter(({ file, table }) => !SYSTEM_TABLES.test(table) && !mayTouch(file, table))
      .map(({ file, table }) => `${file} touches ${table} of ${OWNERS[table] ?? 'nobody'}`);
    expect(trespasses).toEqual([]);
  });

  it('are all used by some statement', () => {
    const used = new Set(uses.map(({ table }) => table));
    expect(TABLES.filter((table) => !used.has(table))).toEqual([]);
  });

  it('are found in the declaration of an entity', () => {
    expect(uses).toContainEqual({ file: 'src/modules/auth/persistence/user.table.ts', table: 'users' });
  });

  it.each([
    ['a foreign table', 'SELECT users.id FROM users', ['users']],
    ['a join', 'SELECT 1 FROM outbox JOIN sessions ON true', ['outbox', 'sessions']],
    ['a table that nobody owns', 'DELETE FROM strangers WHERE id = $1', ['strangers']],
    ['an update', 'UPDATE sessions SET revoked_at = now()', ['sessions']],
    ['no part of the statement itself', 'WITH batch AS (SELECT 1) SELECT * FROM batch', []],
    ['no function', 'SELECT * FROM unnest($1::uuid[])', []],
    ['no word that a table also has for a name', 'users', []],
    ['no sentence of ours', 'There is no user with this id.', []],
  ])('are found in %s', (_what, statement, expected) => {
    expect(tablesIn(statement, TABLES).sort()).toEqual(expected);
  });
});

/** The platform is one house: its chores and checks know the tables of its other rooms. Modules know their own alone. */
function mayTouch(file: string, table: string): boolean {
  const owner = OWNERS[table];
  if (owner === undefined) return false;
  return owner.startsWith('platform/') ? file.startsWith('src/platform/') : file.startsWith(`src/${owner}/`);
}
