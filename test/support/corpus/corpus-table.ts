import { CORPUS } from './corpus';
import type { Kind } from './kind';

/** The corpus in words, for people. */
export function corpusTable(): string {
  const parts = CORPUS.map(
    ([name, kinds]) =>
      `\n## ${name}\n\n| A file | for example | becomes |\n| --- | --- | --- |\n${kinds.map(lineOf).join('')}`,
  );
  return [INTRODUCTION, ...parts].join('');
}

const INTRODUCTION = `# What becomes of which file

Every kind of file below is made by ffmpeg, sent through a door and worked on by a worker in \`test/full/corpus.test.ts\`, which
also writes this page: \`CORPUS_PAGE=write npm test -- --full corpus\`. Sizes are as shown; \`640x360@25:50\` is a rendition of that
size, with 25 frames a second and 50 frames.
`;

function lineOf({ what, file, becomes }: Kind): string {
  return `| ${what} | \`${file}\` | ${inWords(becomes)} |\n`;
}

function inWords(becomes: Kind['becomes']): string {
  if ('refused' in becomes) return `refused at the door: \`${becomes.refused}\``;
  if ('fails' in becomes) return `failed for good, at the first attempt: \`${becomes.fails}\``;
  const { ladder, audio, isMute, warnings = [], isPartOnly, hdr } = becomes.plays;
  return [
    isPartOnly === true ? 'plays as far as it goes' : `plays: ${ladder.join(', ')}`,
    audio === null || isMute === true ? 'no sound' : 'sound',
    ...(hdr === undefined ? [] : ['mapped to the range of ordinary screens']),
    ...warnings.map(({ source }) => `warning \`${/\w+/.exec(source)?.[0] ?? ''}\``),
  ].join('; ');
}
