import { MediaError } from '../media-error';
import { failureOfRun } from '../sandbox/run-failure';
import { SHORT_RUN } from '../sandbox/run-limits';
import { runProgram } from '../sandbox/run-program';
import type { MediaTools } from '../sandbox/sandbox-facts';
import { inWorkingFolder } from '../sandbox/working-folder';
import { EXTRA_CODECS, type ExtraCodec } from '../render/render-plan';
import { isAtLeast, readListing, readVersion, type ToolVersion } from './listings';
import {
  DECODABLE,
  EXTRA_ENCODERS,
  OLDEST_VERSION,
  REQUIRED,
  TONE_MAPPING_FILTERS,
  type Listing,
} from './requirements';

export interface Toolchain {
  readonly ffmpeg: ToolVersion | null;
  readonly ffprobe: ToolVersion | null;
  /** Everything that is required is there and new enough. */
  readonly isUsable: boolean;
  /** One sentence for each thing that keeps it from being usable. */
  readonly problems: readonly string[];
  readonly canToneMap: boolean;
  /** Codecs that are accepted in uploads but that this build cannot decode. */
  readonly undecodableCodecs: readonly string[];
  /** Codecs in which renditions can be asked for and this build makes none. */
  readonly missingEncoders: readonly MissingEncoder[];
}

export interface MissingEncoder {
  readonly codec: ExtraCodec;
  readonly encoder: string;
}

type Listings = Readonly<Record<Listing, ReadonlySet<string>>>;

/** Asks ffmpeg and ffprobe what they are and what they can do. What is missing is an answer, not an error. */
export async function detectToolchain(tools: MediaTools, signal?: AbortSignal): Promise<Toolchain> {
  return inWorkingFolder(tools.temporaryFolder, null, async (folder) => {
    const ask = (program: 'ffmpeg' | 'ffprobe', question: string) =>
      outputOf(tools, { program, folder, args: ['-hide_banner', `-${question}`], signal });
    const ffmpeg = readVersion(await ask('ffmpeg', 'version'));
    const ffprobe = readVersion(await ask('ffprobe', 'version'));
    const listings = {
      demuxers: readListing(await ask('ffmpeg', 'demuxers')),
      decoders: readListing(await ask('ffmpeg', 'decoders')),
      encoders: readListing(await ask('ffmpeg', 'encoders')),
      filters: readListing(await ask('ffmpeg', 'filters')),
    };
    return judge({ ffmpeg, ffprobe }, listings);
  });
}

interface Question {
  readonly program: 'ffmpeg' | 'ffprobe';
  readonly folder: string;
  readonly args: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/** Empty when the program does not run at all. */
async function outputOf(tools: MediaTools, question: Question): Promise<string> {
  try {
    const outcome = await runProgram(tools, { ...question, limits: SHORT_RUN });
    return failureOfRun(outcome) === null ? outcome.stdout.toString('utf8') : '';
  } catch (error) {
    if (error instanceof MediaError && error.code === 'tool_unusable') return '';
    throw error;
  }
}

export function judge(
  versions: { readonly ffmpeg: ToolVersion | null; readonly ffprobe: ToolVersion | null },
  listings: Listings,
): Toolchain {
  const problems = [
    ...versionProblems('ffmpeg', versions.ffmpeg),
    ...versionProblems('ffprobe', versions.ffprobe),
    ...(versions.ffmpeg === null ? [] : missingParts(listings)),
  ];
  return {
    ...versions,
    isUsable: problems.length === 0,
    problems,
    canToneMap: TONE_MAPPING_FILTERS.every((name) => listings.filters.has(name)),
    undecodableCodecs: DECODABLE.filter(
      ({ decoders }) => !decoders.some((name) => listings.decoders.has(name)),
    ).map(({ codec }) => codec),
    missingEncoders: EXTRA_CODECS.map((codec) => ({ codec, encoder: EXTRA_ENCODERS[codec] })).filter(
      ({ encoder }) => !listings.encoders.has(encoder),
    ),
  };
}

function versionProblems(program: string, version: ToolVersion | null): readonly string[] {
  if (version === null) return [`${program} does not run`];
  if (isAtLeast(version, OLDEST_VERSION)) return [];
  const floor = `${String(OLDEST_VERSION.major)}.${String(OLDEST_VERSION.minor)}`;
  return [`${program} is ${version.text}, the oldest that will do is ${floor}`];
}

function missingParts(listings: Listings): readonly string[] {
  return (Object.keys(REQUIRED) as Listing[]).flatMap((listing) =>
    REQUIRED[listing]
      .filter((name) => !listings[listing].has(name))
      .map((name) => `ffmpeg has no ${listing.slice(0, -1)} ${name}`),
  );
}
