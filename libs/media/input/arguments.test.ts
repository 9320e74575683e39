import { probeArguments, type ProbePlan } from '../probe/probe-arguments';
import { thumbnailArguments } from '../thumbnail/thumbnail-arguments';
import type { ThumbnailPlan } from '../thumbnail/thumbnail-plan';
import { DECODERS, DECODERS_BY_KIND } from './accepted-codecs';

const ROUNDS = 3_000;
const HOSTILE: readonly unknown[] = [
  'x.mp4',
  '-i',
  'file:/etc/passwd',
  'http://127.0.0.1/',
  '; rm -rf /',
  '[0:v]movie=/etc/passwd',
  "0' ,drawtext=textfile=/etc/passwd",
  '__proto__',
  'constructor',
  '1:file=x',
  '',
  null,
  true,
  {},
  [],
  ['-i', 'x'],
  { toString: () => '-i' },
  NaN,
  Infinity,
  -1,
  -0,
  1.5,
  1e21,
  1e-9,
  2 ** 53,
];

/** Numbers of a small generator, so that a failure comes again. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const NUMBER = String.raw`\d{1,16}`;
const GRAMMAR: readonly RegExp[] = [
  /^-(hide_banner|nostdin|v|nostats|y|threads|ss|noaccurate_seek|accurate_seek|skip_frame|i|f|map|map_metadata)$/,
  /^-(protocol_whitelist|format_whitelist|codec_whitelist(:[vVas])?|max_pixels|max_streams|print_format|show_entries)$/,
  /^-(filter_complex|filter_complex_threads|frames:v|c:v|q:v|update)$/,
  /^(error|nokey|file|mov|avi|matroska|jpeg_pipe|mjpeg|image2|file:input|json=compact=1|-1)$/,
  new RegExp(`^${NUMBER}(\\.\\d{3})?$`),
  /^\[picture\d{1,16}\]$/,
  /^picture\d{1,16}\.jpg$/,
  ...[DECODERS, ...DECODERS_BY_KIND.map(([, decoders]) => decoders)].map(
    (list) => new RegExp(`^${list.join(',')}$`),
  ),
  /^format=[\w,]+:format_tags=[\w,.]+:stream=[\w,]+:stream_disposition=[\w,]+:stream_tags=[\w,]+:stream_side_data=rotation$/,
];
const SCALE = `scale=w=${NUMBER}:h=${NUMBER}:flags=bicubic:out_range=full,format=pix_fmts=yuvj420p`;
const TONE_MAP =
  `setparams=color_primaries=bt2020:color_trc=(smpte2084|arib-std-b67):colorspace=bt2020nc,zscale=w=${NUMBER}:h=${NUMBER},` +
  'zscale=t=linear:npl=100,format=pix_fmts=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,' +
  'zscale=t=bt709:m=bt709:r=full,format=pix_fmts=yuvj420p';
const MOMENT =
  String.raw`\[\d+:V:0\]trim=end_frame=1,setpts=0,(${SCALE}|${TONE_MAP}),setsar=1,split\[picture\d+\]\[copy\d+\];` +
  String.raw`\[copy\d+\]scale=w=320:h=-2,signalstats,blurdetect,entropy,metadata=mode=print:file=measures\d+\.txt,nullsink`;
const GRAPH = new RegExp(`^(${MOMENT}(;(?=\\[)|$))*$`);

function isOfTheGrammar(argument: unknown): boolean {
  return (
    typeof argument === 'string' && (GRAMMAR.some((form) => form.test(argument)) || GRAPH.test(argument))
  );
}

/** Arguments, or null where the builder refused the plan. */
function built(build: () => readonly string[]): readonly string[] | null {
  try {
    return build();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

describe('the command line', () => {
  const random = dice(20_261_120);
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const limits = () => ({
    maxPixels: Math.floor(random() * 1e9),
    maxStreams: Math.floor(random() * 100),
    maxDurationSeconds: random() * 1e6,
  });
  const probePlan = (): ProbePlan => ({
    kind: oneOf(['isobmff', 'avi', 'matroska', 'jpeg'] as const),
    limits: limits(),
  });
  const thumbnailPlan = (): ThumbnailPlan => ({
    ...probePlan(),
    seek: oneOf(['keyframes', 'exact'] as const),
    momentsSeconds: Array.from({ length: 1 + Math.floor(random() * 8) }, () => random() * 50_000),
    size: { width: Math.floor(random() * 9_000), height: Math.floor(random() * 9_000) },
    toneMapFrom: oneOf(['none', 'pq', 'hlg'] as const),
  });

  it('of any plan is made of the fixed grammar', () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const args of [probeArguments(probePlan()), thumbnailArguments(thumbnailPlan())]) {
        expect(args.filter((argument) => !isOfTheGrammar(argument))).toEqual([]);
      }
    }
  });

  it('of a plan with any JSON in any of its fields is made of the grammar, or refused', () => {
    let refused = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const spoilt = spoil(thumbnailPlan(), random, oneOf);
      for (const args of [built(() => probeArguments(spoilt)), built(() => thumbnailArguments(spoilt))]) {
        if (args === null) refused += 1;
        expect((args ?? []).filter((argument) => !isOfTheGrammar(argument))).toEqual([]);
      }
    }
    expect(refused).toBeGreaterThan(ROUNDS / 4);
  });

  it('puts the restrictions in front of every input', () => {
    const args = thumbnailArguments({ ...thumbnailPlan(), momentsSeconds: [0, 1, 2] });
    const inputs = args.flatMap((argument, index) => (argument === '-i' ? [index] : []));
    expect(inputs).toHaveLength(3);
    inputs.forEach((at, index) => {
      const own = args.slice((inputs[index - 1] ?? 0) + 1, at);
      for (const option of [
        '-protocol_whitelist',
        '-format_whitelist',
        '-codec_whitelist',
        '-max_pixels',
        '-f',
      ]) {
        expect(own).toContain(option);
      }
    });
  });
});

/** Replaces one leaf of the plan by something that no type would allow. */
function spoil(
  plan: ThumbnailPlan,
  random: () => number,
  oneOf: <T>(values: readonly T[]) => T,
): ThumbnailPlan {
  const copy = structuredClone(plan) as unknown as Record<string, unknown>;
  const holders = [copy, copy.limits, copy.size, copy.momentsSeconds] as Record<string, unknown>[];
  const holder = random() < 0.5 ? copy : oneOf(holders);
  holder[oneOf(Object.keys(holder))] = oneOf(HOSTILE);
  return copy as unknown as ThumbnailPlan;
}
