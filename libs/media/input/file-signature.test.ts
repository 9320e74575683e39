import { readSignature } from './file-signature';

const box = (type: string, brand = '') => {
  const head = Buffer.alloc(16);
  head.writeUInt32BE(16, 0);
  head.write(type, 4, 'latin1');
  head.write(brand, 8, 'latin1');
  return head;
};
const ebml = (docType: string) =>
  Buffer.concat([
    Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x80 + docType.length + 7]),
    Buffer.from([0x42, 0x86, 0x81, 0x01]),
    Buffer.from([0x42, 0x82, 0x80 + docType.length]),
    Buffer.from(docType),
  ]);
const riff = (form: string) => Buffer.from(`RIFF\x10\0\0\0${form}LIST`, 'latin1');

describe('the signature of a file', () => {
  it.each([
    ['an MP4', box('ftyp', 'isom'), 'isobmff', 'mp4'],
    ['a 3GP, which is an MP4', box('ftyp', '3gp5'), 'isobmff', 'mp4'],
    ['a QuickTime file by its brand', box('ftyp', 'qt  '), 'isobmff', 'mov'],
    ['an old QuickTime file that begins with its data', box('mdat'), 'isobmff', 'mov'],
    ['an old QuickTime file with a gap in front', box('wide'), 'isobmff', 'mov'],
    ['an AVI', riff('AVI '), 'avi', 'avi'],
    ['a WebM', ebml('webm'), 'matroska', 'webm'],
    ['a Matroska file', ebml('matroska'), 'matroska', 'mkv'],
    ['a document type padded with zeroes', ebml('webm\0\0'), 'matroska', 'webm'],
  ])('knows %s', (_what, head, family, format) => {
    expect(readSignature(head)).toEqual({ kind: 'video', family, format });
  });

  it.each([
    ['a playlist', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd', 'playlist'],
    ['a playlist behind a byte order mark and blanks', '\uFEFF \n#EXTM3U', 'playlist'],
    ['a concatenation script', 'ffconcat version 1.0\nfile other.mp4', 'concat'],
    ['a session description', 'v=0\no=- 0 0 IN IP4 127.0.0.1', 'sdp'],
    ['a DASH manifest', '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011">', 'manifest'],
    ['a bare DASH manifest', '<MPD type="static">', 'manifest'],
    ['a composition playlist', '<?xml version="1.0"?><CompositionPlaylist/>', 'xml'],
    ['a web page', '<!doctype html>', 'xml'],
    ['subtitles', 'WEBVTT\n\n', 'subtitles'],
    ['nothing at all', '', 'empty'],
    ['prose', 'once upon a time', 'unknown'],
  ])('takes %s for no video', (_what, text, content) => {
    expect(readSignature(Buffer.from(text))).toEqual({ kind: 'other', content });
  });

  it.each([
    ['a HEIC picture', box('ftyp', 'heic'), 'image'],
    ['an AVIF picture', box('ftyp', 'avif'), 'image'],
    ['an audio book', box('ftyp', 'M4B '), 'audio'],
    ['a PNG', Buffer.from('\x89PNG\r\n', 'latin1'), 'image'],
    ['a WAV', riff('WAVE'), 'audio'],
    ['a box that is smaller than its header', Buffer.from('\0\0\0\x04ftypisom', 'latin1'), 'unknown'],
    ['an EBML file of another kind', ebml('pictures'), 'unknown'],
    ['an EBML header cut short', ebml('webm').subarray(0, 11), 'unknown'],
    ['half a box', Buffer.from('\0\0\0'), 'unknown'],
    [
      'a document type behind a hundred elements',
      Buffer.concat([Buffer.from('1a45dfa301000000000fffff', 'hex'), Buffer.alloc(400, 0x81)]),
      'unknown',
    ],
  ])('takes %s for no video', (_what, head, content) => {
    expect(readSignature(head)).toEqual({ kind: 'other', content });
  });

  it('never finds a video in noise that lacks a signature', () => {
    const noise = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 251));
    for (let start = 0; start < noise.length; start += 17) {
      expect(readSignature(noise.subarray(start)).kind).toBe('other');
    }
  });
});
