import type { OtherContent } from '#libs/media';

/** What a hostile text points at. */
export interface Target {
  /** The name of a video that lies beside the uploaded file and belongs to somebody else. */
  readonly neighbour: string;
  /** A listener that must never be called. */
  readonly address: string;
}

export interface Attack {
  readonly name: string;
  readonly content: OtherContent;
  readonly text: (target: Target) => string;
}

const playlist = (uri: string) =>
  `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10.0,\n${uri}\n#EXT-X-ENDLIST\n`;
const manifest = (uri: string) =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S" minBufferTime="PT1S"',
    ' profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4">',
    `<Representation id="1" bandwidth="1000" width="64" height="48" codecs="avc1.42c00a"><BaseURL>${uri}</BaseURL>`,
    '<SegmentBase indexRange="0-0"/></Representation></AdaptationSet></Period></MPD>',
  ].join('\n');

/** Texts that make a careless player open something else, each taken for a video by its name alone. */
export const ATTACKS: readonly Attack[] = [
  { name: 'hls-file', content: 'playlist', text: ({ neighbour }) => playlist(neighbour) },
  { name: 'hls-http', content: 'playlist', text: ({ address }) => playlist(`${address}/x.ts`) },
  {
    name: 'hls-master',
    content: 'playlist',
    text: ({ address }) => `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${address}/child.m3u8\n`,
  },
  {
    name: 'hls-key',
    content: 'playlist',
    text: ({ neighbour, address }) =>
      playlist(neighbour).replace('#EXTINF', `#EXT-X-KEY:METHOD=AES-128,URI="${address}/key"\n#EXTINF`),
  },
  { name: 'dash-file', content: 'manifest', text: ({ neighbour }) => manifest(neighbour) },
  { name: 'dash-http', content: 'manifest', text: ({ address }) => manifest(`${address}/x.mp4`) },
  {
    name: 'concat-file',
    content: 'concat',
    text: ({ neighbour }) => `ffconcat version 1.0\nfile '${neighbour}'\n`,
  },
  {
    name: 'concat-http',
    content: 'concat',
    text: ({ address }) => `ffconcat version 1.0\nfile '${address}/x.ts'\n`,
  },
  {
    name: 'sdp',
    content: 'sdp',
    text: ({ address }) =>
      `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video ${new URL(address).port} TCP/RTP/AVP 96\na=rtpmap:96 H264/90000\n`,
  },
  {
    name: 'imf',
    content: 'xml',
    text: ({ neighbour }) =>
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016">',
        '<Id>urn:uuid:0d1e2f30-0000-4000-8000-000000000001</Id><EditRate>24 1</EditRate>',
        `<SegmentList><Segment><Id>urn:uuid:0d1e2f30-0000-4000-8000-000000000002</Id></Segment></SegmentList>`,
        `<!-- ${neighbour} --></CompositionPlaylist>`,
      ].join('\n'),
  },
];

/** Texts that the first bytes name no better than "unknown", or that are played by addresses of other kinds. */
export const MORE_ATTACKS: readonly Pick<Attack, 'name' | 'text'>[] = [
  { name: 'hls-concat', text: ({ neighbour }) => playlist(`concat:${neighbour}|${neighbour}`) },
  { name: 'hls-subfile', text: ({ neighbour }) => playlist(`subfile,,start,0,end,0,,:${neighbour}`) },
  { name: 'hls-data', text: () => playlist('data:video/mp2t;base64,R0AREA==') },
  { name: 'hls-absolute', text: ({ neighbour }) => playlist(`file:${neighbour}`) },
  { name: 'hls-gopher', text: ({ address }) => playlist(address.replace('http', 'gopher')) },
  { name: 'hls-itself', text: () => playlist('input') },
  {
    name: 'hls-map',
    text: ({ neighbour, address }) =>
      playlist(neighbour).replace('#EXTINF', `#EXT-X-MAP:URI="${address}/init"\n#EXTINF`),
  },
  {
    name: 'svg',
    text: ({ neighbour, address }) =>
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="file:${neighbour}"/><image xlink:href="${address}/x.png"/></svg>`,
  },
  { name: 'ffmetadata', text: ({ neighbour }) => `;FFMETADATA1\ntitle=${neighbour}\n` },
  { name: 'vobsub', text: () => '# VobSub index file, v7 (do not modify this line!)\nid: en, index: 0\n' },
  {
    name: 'srt',
    text: ({ neighbour }) => `1\n00:00:00,000 --> 00:00:09,000\n<img src="file:${neighbour}">\n`,
  },
  { name: 'vtt', text: ({ address }) => `WEBVTT\n\nSTYLE\n::cue { background: url(${address}/x) }\n` },
  {
    name: 'ass',
    text: ({ neighbour }) => `[Script Info]\nScriptType: v4.00+\n[Fonts]\nfontname: ${neighbour}\n`,
  },
  { name: 'filter-graph', text: ({ neighbour }) => `movie=${neighbour}` },
  { name: 'image-pattern', text: () => 'neighbour%d.mp4\n' },
  {
    name: 'asx',
    text: ({ address }) => `<asx version="3.0"><entry><ref href="${address}/x"/></entry></asx>`,
  },
  { name: 'rtsp-text', text: ({ address }) => `rtsptext\n${address.replace('http', 'rtsp')}/x\n` },
];

export const EXTENSIONS = ['mp4', 'mov', 'avi', 'webm', 'mkv'] as const;

/** A RIFF chunk. */
function chunk(id: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.write(id, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

const list = (type: string, ...content: Buffer[]) => chunk('LIST', Buffer.from(type), ...content);

/** An AVI whose subtitle stream holds a playlist: the demuxer once opened whatever it found there. */
export function aviWithPlaylist(text: string): Buffer {
  const strh = Buffer.alloc(56);
  strh.write('txts', 'latin1');
  strh.writeUInt32LE(1, 20);
  strh.writeUInt32LE(1, 24);
  const name = Buffer.from('x\0\0\0', 'latin1');
  const subtitle = Buffer.concat([
    Buffer.from('GAB2\0\x02\0', 'latin1'),
    Buffer.from([name.length, 0, 0, 0]),
    name,
    Buffer.from([4, 0, text.length & 0xff, text.length >> 8, 0, 0]),
    Buffer.from(text),
  ]);
  const headers = list(
    'hdrl',
    chunk('avih', Buffer.alloc(56)),
    list('strl', chunk('strh', strh), chunk('strf')),
  );
  return chunk('RIFF', Buffer.from('AVI '), headers, list('movi', chunk('00tx', subtitle)));
}
