import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PROJECT_ROOT } from '../support/built-process';
import { CORPUS, TELLING } from '../support/corpus/corpus';
import { CorpusSite, type End } from '../support/corpus/corpus-site';
import { corpusTable } from '../support/corpus/corpus-table';
import { expectFails, expectPlays } from '../support/corpus/expectations';
import { DOORS } from '../support/every-door';

jest.setTimeout(900_000);

const [, ...OTHER_DOORS] = DOORS;
const PAGE = path.join(PROJECT_ROOT, 'docs/media-corpus.md');

it('is what the page for people says', async () => {
  if (process.env.CORPUS_PAGE === 'write') await writeFile(PAGE, corpusTable());
  expect(await readFile(PAGE, 'utf8')).toBe(corpusTable());
});

/** Every kind of file goes the whole way: through a door, to a worker, and then it is looked at as a player does. */
describe('a file', () => {
  let site: CorpusSite;

  beforeAll(async () => {
    site = await CorpusSite.open();
    site.begin(CORPUS.flatMap(([, kinds]) => kinds));
    for (const door of OTHER_DOORS) site.begin(TELLING, door);
  });

  afterAll(() => site.close());

  describe.each(CORPUS)('(%s)', (_name, kinds) => {
    it.each(kinds)('$what: $file', async (kind) => {
      const end = await site.endOf(kind);
      const { becomes } = kind;
      if ('refused' in becomes) expect(end.refused).toBe(becomes.refused);
      else expect(end.refused).toBeNull();
      if ('fails' in becomes) expectFails(end, becomes.fails);
      if ('plays' in becomes) await expectPlays(site, kind, end, becomes.plays);
    });
  });

  describe.each(OTHER_DOORS)('sent by $name', (door) => {
    it.each(TELLING)('ends as by any other door: $file', async (kind) => {
      const [there, here] = [await site.endOf(kind), await site.endOf(kind, door)];
      if (door.looksInside && here.refused !== null) expect(here.refused).toBe(refusedInstead(there));
      else expect(await site.outcomeOf(here)).toEqual(await site.outcomeOf(there));
    });
  });
});

function refusedInstead({ refused, steps }: End): string | null {
  if (steps.some(({ name, state }) => name === 'ingest' && state === 'failed')) return 'NOT_A_VIDEO';
  return refused === 'VALIDATION_FAILED' ? 'FILE_EMPTY' : refused;
}
