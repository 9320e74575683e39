import { DECODERS } from '../input/accepted-codecs';
import { DEFAULT_INPUT_LIMITS } from '../input/input-limits';
import { partsOfPlan } from './parts-of-plan';
import { renderArguments } from './render-arguments';
import { RENDITION_CODECS, type RenderPlan } from './render-plan';

const ROUNDS = 2_000;
const HOSTILE: readonly unknown[] = [
  ...[
    'x.mp4',
    '-i',
    'file:/etc/passwd',
    '; rm -rf /',
    '[0:v]movie=/etc/passwd',
    "0' ,drawtext=textfile=/etc/passwd",
  ],
  ...['__proto__', 'constructor', '1:file=x', '', true, {}, ['-i'], { toString: () => '-i' }],
  ...[NaN, Infinity, -1, 1.5, 1e21, 2 ** 53],
];

/** Numbers of a small generator, so that a failure comes again. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const N = String.raw`\d{1,16}`;
const MATRIX = '(?:bt709|bt601|bt2020|smpte240m)';
const SCALE = `scale=w=${N}:h=${N}:flags=(?:bicubic|area)(?::in_color_matrix=${MATRIX}:out_color_matrix=bt709:out_range=limited)?`;
const FILTERS = [
  'scale=flags=bicubic:out_range=full',
  ...['null', `a?split=outputs=${N}`, SCALE, 'setsar=sar=1', 'bwdif=mode=send_frame:deint=interlaced'],
  `fps=fps=${N}/${N}(?::start_time=0)?:eof_action=pass`,
  String.raw`select=expr=isnan\(prev_selected_t\)\+gt\(floor\(t/${N}\)\\,floor\(prev_selected_t/${N}\)\)`,
  String.raw`select=expr=(?:0|eq\(n\\,${N}\)(?:\+eq\(n\\,${N}\))*)`,
  'format=pix_fmts=(?:gray|yuv420p|yuvj420p|gbrpf32le)',
  'metadata=mode=add:key=tap:value=1',
  String.raw`metadata=mode=print:file=tap-times\.txt`,
  'setparams=color_primaries=bt2020:color_trc=(?:smpte2084|arib-std-b67):colorspace=bt2020nc',
  'setparams=range=limited:color_primaries=bt709:color_trc=bt709:colorspace=bt709',
  `zscale=(?:w=${N}:h=${N}|t=linear:npl=100|p=bt709|t=bt709:m=bt709:r=limited)`,
  'tonemap=tonemap=hable:desat=0',
  `aresample=osr=48000:async=1:first_pts=0`,
  'aformat=sample_fmts=fltp:channel_layouts=(?:stereo|mono)',
  'atrim=start_sample=1024',
].join('|');
const CHAIN = String.raw`(?:\[[\w:]+\])(?:${FILTERS})(?:,(?:${FILTERS}))*(?:\[\w+\])+`;
const GRAMMAR: readonly RegExp[] = [
  new RegExp(`^(?:${CHAIN}(?:;${CHAIN})*)?$`),
  /^-(hide_banner|nostdin|v|nostats|y|progress|stats_period|i|f|map|map_metadata|map_chapters|max_muxing_queue_size)$/,
  /^-(protocol_whitelist|format_whitelist|codec_whitelist|max_pixels|max_streams|filter_complex|filter_complex_threads|threads|noautorotate|reinit_filter|fps_mode|flags)$/,
  /^-(c:v|c:a|profile:v|preset|crf|maxrate|bufsize|g|keyint_min|sc_threshold|threads:v|tag:v|b:a|q:v)$/,
  /^-(avoid_negative_ts|movflags|frag_duration|x265-params|svtav1-params)$/,
  /^(error|pipe:3|0\.25|file|mov|avi|matroska|file:input|-1|passthrough|high|veryfast|superfast|disabled|hvc1|\+cgop)$/,
  /^(libx264|libx265|libsvtav1|aac|mjpeg|rawvideo|image2|mp4|\+faststart|scd=0:irefresh-type=2(?::lp=1)?)$/,
  /^(\+frag_keyframe)?\+empty_moov\+default_base_moof\+negative_cts_offsets\+skip_trailer$/,
  new RegExp(`^min-keyint=${N}:scenecut=0:open-gop=0:log-level=error$`),
  new RegExp(`^${N}k?$`),
  /^\[(v\d+|sound|proxy|proxysound|samples|tap|stills)\]$/,
  /^(rendition\d+\.mp4|audio\.mp4|proxy\.mp4|samples\.mjpeg|tap\.gray|still%02d\.jpg)$/,
  new RegExp(`^${DECODERS.join(',')}$`),
];
const isOfTheGrammar = (argument: unknown) =>
  typeof argument === 'string' && GRAMMAR.some((form) => form.test(argument));

describe('the command line of a render', () => {
  const random = dice(20_261_121);
  const whole = (below: number) => Math.floor(random() * below);
  const oneOf = <T>(values: readonly T[]): T => values[whole(values.length)] as T;
  const size = () => ({ width: 2 + whole(4_000), height: 2 + whole(4_000) });
  const rate = () => ({ numerator: 1 + whole(60_000), denominator: 1 + whole(1_001) });

  function plan(): RenderPlan {
    return {
      kind: oneOf(['isobmff', 'avi', 'matroska'] as const),
      limits: { ...DEFAULT_INPUT_LIMITS },
      threads: 1 + whole(8),
      toneMapFrom: oneOf(['none', 'pq', 'hlg'] as const),
      steadySize: random() < 0.5 ? null : size(),
      matrix: oneOf(['bt709', 'bt601', 'bt2020', 'smpte240m'] as const),
      isInterlaced: random() < 0.5,
      audioIndex: random() < 0.5 ? null : whole(9),
      hasAudioRendition: random() < 0.5,
      renditions: Array.from({ length: whole(5) }, (_, index) => ({
        name: `${String(index)}p`,
        codec: oneOf(RENDITION_CODECS),
        size: size(),
        frameRate: rate(),
        groupFrames: 1 + whole(120),
        peakKilobits: whole(9_000),
      })),
      proxy:
        random() < 0.3
          ? null
          : { size: size(), frameRate: rate(), peakKilobits: whole(900), audioKilobits: whole(64) },
      samples: random() < 0.3 ? null : { size: size(), everySeconds: 1 + whole(5) },
      tap: random() < 0.3 ? null : { stills: Array.from({ length: whole(16) }, () => whole(9_999)) },
    };
  }

  it('of any plan, and of every part of it, is made of the fixed grammar', () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const whole = plan();
      for (const each of [whole, ...partsOfPlan(whole).map((part) => part.plan)]) {
        expect(renderArguments(each).filter((argument) => !isOfTheGrammar(argument))).toEqual([]);
      }
    }
  });

  it('of a plan with any JSON in any of its fields is made of the grammar, or refused', () => {
    let refused = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const spoilt = structuredClone(plan()) as unknown as Record<string, unknown>;
      const holders = holdersIn(spoilt);
      const holder = oneOf(holders);
      holder[oneOf(Object.keys(holder))] = oneOf(HOSTILE);
      const args = built(() => renderArguments(spoilt as unknown as RenderPlan));
      if (args === null) refused += 1;
      expect((args ?? []).filter((argument) => !isOfTheGrammar(argument))).toEqual([]);
    }
    expect(refused).toBeGreaterThan(ROUNDS / 4);
  });
});

/** Every object in the plan that has something to spoil. */
function holdersIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Object.keys(value).length > 0 ? [value as Record<string, unknown>] : [];
  return [...own, ...Object.values(value).flatMap(holdersIn)];
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
