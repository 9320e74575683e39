import { missingOutputs, warningsAfter, withAdded } from './added-renditions';

const rendition = (name: string, height: number, status = 'ready') => ({
  name,
  width: height * 2,
  height,
  status,
});

describe('renditions that are added', () => {
  it('stand where they would have been planned, and replace those that were missing', () => {
    const standing = [rendition('720p', 720), rendition('480p', 480, 'missing'), rendition('360p', 360)];
    const all = withAdded(standing, [rendition('720p-hevc', 720), rendition('480p', 480)]);
    expect(all).toEqual([
      rendition('720p', 720),
      rendition('720p-hevc', 720),
      rendition('480p', 480),
      rendition('360p', 360),
    ]);
  });

  it('are missed no longer', () => {
    const damaged = 'damaged_source: only 80 % of the pictures could be read.';
    const missing = missingOutputs(['480p', 'tap']) ?? '';
    expect(missingOutputs([])).toBeNull();
    expect(warningsAfter([damaged, missing], ['480p'])).toEqual([damaged, missingOutputs(['tap'])]);
    expect(warningsAfter([damaged, missing], ['480p', 'tap'])).toEqual([damaged]);
  });
});
