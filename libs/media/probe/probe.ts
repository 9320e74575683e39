import { MediaError, type MediaErrorCode } from '../media-error';
import { readFileSignature, type OtherContent } from '../input/file-signature';
import type { InputKind } from '../input/input-arguments';
import { DEFAULT_INPUT_LIMITS, type InputLimits } from '../input/input-limits';
import { failureOfRun } from '../sandbox/run-failure';
import { SHORT_RUN, type RunLimits } from '../sandbox/run-limits';
import { runProgram, type RunOutcome } from '../sandbox/run-program';
import type { MediaTools } from '../sandbox/sandbox-facts';
import { inWorkingFolder } from '../sandbox/working-folder';
import type { MediaInfo } from './media-info';
import { probeArguments } from './probe-arguments';
import { readMediaInfo } from './read-media-info';

export interface ProbeOptions {
  readonly limits?: InputLimits;
  readonly runLimits?: RunLimits;
  readonly signal?: AbortSignal | undefined;
}

/** Looks into an uploaded file. Throws a MediaError for whatever is not a video that we accept. */
export async function probe(
  tools: MediaTools,
  inputPath: string,
  options: ProbeOptions = {},
): Promise<MediaInfo> {
  const limits = options.limits ?? DEFAULT_INPUT_LIMITS;
  const signature = await readFileSignature(inputPath);
  if (signature.kind === 'other') throw refusal(signature.content);
  const answer = await askFfprobe(tools, { inputPath, kind: signature.family, ...options, limits });
  return readMediaInfo(answer, signature, limits);
}

export interface FfprobeQuestion {
  readonly inputPath: string;
  readonly kind: InputKind;
  readonly limits: InputLimits;
  readonly runLimits?: RunLimits;
  readonly signal?: AbortSignal | undefined;
}

/** What ffprobe says about a file of a kind that is already known: JSON, still unread. */
export async function askFfprobe(tools: MediaTools, question: FfprobeQuestion): Promise<unknown> {
  const outcome = await inWorkingFolder(tools.temporaryFolder, question.inputPath, (folder) =>
    runProgram(tools, {
      program: 'ffprobe',
      args: probeArguments(question),
      folder,
      limits: question.runLimits ?? SHORT_RUN,
      signal: question.signal,
    }),
  );
  const failure = failureOfProbe(outcome);
  if (failure) throw failure;
  return parse(outcome);
}

function refusal(content: OtherContent): MediaError {
  const isNoMedia = content === 'unknown' || content === 'empty';
  return new MediaError(isNoMedia ? 'not_media' : 'unsupported_container', { detail: content });
}

const COMPLAINTS: readonly (readonly [RegExp, MediaErrorCode])[] = [
  // Goes on to say that there is no memory, which is not so.
  [/exceeds max_streams/, 'too_many_streams'],
  [/Codec \(\w+\) not on whitelist/, 'unsupported_codec'],
  [/Picture size \d+x\d+ exceeds specified max pixel count/, 'too_large'],
  [/moov atom not found/, 'truncated'],
];

/** Some builds end well after such a complaint, and have nothing to say about the stream that it was about. */
function failureOfProbe(outcome: RunOutcome): MediaError | null {
  const { exitCode, stderr } = outcome;
  const complaint = COMPLAINTS.find(([pattern]) => pattern.test(stderr));
  if (outcome.stoppedFor === null && (exitCode === 0 || exitCode === 1) && complaint) {
    const [pattern, code] = complaint;
    return new MediaError(code, { stderr, detail: pattern.exec(stderr)?.[0] ?? code });
  }
  // The signature was right, so whatever ffprobe cannot read behind it is damage.
  return failureOfRun(outcome) ?? (exitCode === 0 ? null : new MediaError('damaged', { stderr }));
}

function parse({ stdout, stderr }: RunOutcome): unknown {
  try {
    return JSON.parse(stdout.toString('utf8'));
  } catch (cause) {
    throw new MediaError('bad_output', { stderr }, { cause });
  }
}
