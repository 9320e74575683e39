import { attemptName, isOfVersion } from './version-name';

describe('the name of an attempt', () => {
  const key = `hls/a-video/${attemptName(1, 'render', 12)}/720p.mp4`;

  it('tells the version that it worked on', () => {
    expect(key).toBe('hls/a-video/v1-render-12/720p.mp4');
    expect(isOfVersion(key, 1)).toBe(true);
  });

  it.each([2, 11, 12])('is none of version %s', (version) => {
    expect(isOfVersion(key, version)).toBe(false);
    expect(isOfVersion(`hls/a-video/${attemptName(version, 'render', 1)}/720p.mp4`, 1)).toBe(false);
  });
});
