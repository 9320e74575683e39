import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PROJECT_ROOT } from '../support/built-process';
import { CORPUS } from '../support/corpus/corpus';
import { CorpusSite } from '../support/corpus/corpus-site';
import { corpusTable } from '../support/corpus/corpus-table';
import { expectFails, expectPlays } from '../support/corpus/expectations';

jest.setTimeout(900_000);

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
});
