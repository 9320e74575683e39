import { sourcesBelow, textOf } from './project-files';
import { textsIn } from './sql-in-source';

const REPOSITORY = 'src/modules/videos/persistence/postgres-video-repository.ts';
const WRITES_VIDEOS = /\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+videos\b/;

/** Caches remember rows: one that is written past the one place where they are made to forget would be shown as it was. */
describe('rows of videos', () => {
  const writes = sourcesBelow('src').flatMap((file) =>
    textsIn(file)
      .filter((text) => WRITES_VIDEOS.test(text))
      .map((text) => ({ file, text })),
  );

  it('are written by their repository alone', () => {
    expect(writes.length).toBeGreaterThan(5);
    expect(writes.filter(({ file }) => file !== REPOSITORY)).toEqual([]);
  });

  it('are written there by the one way that makes caches forget', () => {
    const ways = [
      ...textOf(REPOSITORY).matchAll(
        /this\.(\w+(?:\.\w+)*)\(\s*`(?:INSERT INTO|UPDATE|DELETE FROM) videos\b/g,
      ),
    ];
    expect(ways.map(([, way]) => way)).toEqual(writes.map(() => 'change'));
  });
});
