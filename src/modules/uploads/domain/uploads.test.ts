import { displayName, titleOf } from './display-name';
import { acceptFile, VIDEO_FORMATS } from './file-rules';

const limits = { formats: VIDEO_FORMATS, maxBytes: 1000 };
const file = (filename: string, contentType = 'video/mp4', sizeBytes = 10) => ({
  filename,
  contentType,
  sizeBytes,
});

describe('an announced file', () => {
  it.each([
    ['film.mp4', 'video/mp4', 'mp4'],
    ['FILM.MP4', 'VIDEO/X-M4V', 'mp4'],
    ['a.b.mov', 'video/quicktime', 'mov'],
    ['x.avi', 'video/avi', 'avi'],
    ['x.webm', 'video/webm', 'webm'],
    ['x.mkv', 'video/x-matroska', 'mkv'],
  ])('%s as %s is %s', (name, type, format) => {
    expect(acceptFile(file(name, type), limits)).toBe(format);
  });

  it.each([
    ['film.exe', 'video/mp4', 'UNSUPPORTED_FORMAT'],
    ['film', 'video/mp4', 'UNSUPPORTED_FORMAT'],
    ['film.mp4.html', 'video/mp4', 'UNSUPPORTED_FORMAT'],
    ['film.mp4\0', 'video/mp4', 'UNSUPPORTED_FORMAT'],
    ['film.mp4', 'text/html', 'CONTENT_TYPE_MISMATCH'],
    ['film.mp4', 'video/webm', 'CONTENT_TYPE_MISMATCH'],
  ])('%j as %s is refused: %s', (name, type, code) => {
    expect(() => acceptFile(file(name, type), limits)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('may be as large as the limit and not a byte larger', () => {
    expect(acceptFile(file('a.mp4', 'video/mp4', 1000), limits)).toBe('mp4');
    expect(() => acceptFile(file('a.mp4', 'video/mp4', 1001), limits)).toThrow(
      expect.objectContaining({ code: 'FILE_TOO_LARGE' }) as Error,
    );
  });
});

describe('the name of a file, shown', () => {
  it.each([
    ['../../etc/passwd.mp4', 'passwd.mp4'],
    ['C:\\films\\x.mp4', 'x.mp4'],
    ['a\r\nb.mp4', 'ab.mp4'],
    ['\u202Egpj.mp4', 'gpj.mp4'],
    ['🎬.mp4', '🎬.mp4'],
  ])('%j is %j', (given, shown) => {
    expect(displayName(given)).toBe(shown);
  });

  it('keeps the end of what is too long, since the extension is there', () => {
    const shown = displayName(`${'x'.repeat(5000)}.mp4`);
    expect(shown).toHaveLength(255);
    expect(shown.endsWith('.mp4')).toBe(true);
  });

  it('gives a title when nobody gave one', () => {
    expect(titleOf('Friday morning.mp4')).toBe('Friday morning');
    expect(titleOf('.mp4')).toBe('.mp4');
  });
});
