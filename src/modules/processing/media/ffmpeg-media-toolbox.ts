import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import {
  DEFAULT_INPUT_LIMITS,
  detectSandbox,
  detectToolchain,
  makeThumbnail,
  MediaError,
  planAdditions,
  planRender,
  probe,
  readProvenance,
  renderVideo,
  type MediaErrorCode,
  type MediaInfo,
  type MediaTools,
  type RenderPlan,
  type SandboxPart,
  type Toolchain,
} from '#libs/media';
import { TemporaryFolders } from '#platform/process/temporary-folders';
import type { MediaFacts } from '../domain/media-facts';
import { Hindrance, PassingFailure, PermanentFailure } from '../domain/processing.errors';
import { MediaConfig } from '../media.config';
import type { RenderedMedia } from '../domain/rendered-media';
import {
  MediaToolbox,
  type LookedInto,
  type Picture,
  type RenderWishes,
  type ToolFacts,
} from '../ports/media-toolbox';
import { describeRendered } from './rendered-media';

interface Workshop {
  readonly tools: MediaTools;
  readonly toolchain: Toolchain;
}

/** One is too few for two cores: the encoders of one process share them badly. */
const FEWEST_THREADS = 2;

@Injectable()
export class FfmpegMediaToolbox extends MediaToolbox {
  private opened: Promise<Workshop> | null = null;

  constructor(
    private readonly config: MediaConfig,
    private readonly folders: TemporaryFolders,
  ) {
    super();
  }

  async lookInto(file: string, signal: AbortSignal): Promise<LookedInto> {
    return telling(async () => {
      const { tools } = await this.usableWorkshop();
      const info = await probe(tools, file, { signal });
      return { facts: toFacts(info), provenance: await readProvenance(file, info.family) };
    });
  }

  async paintThumbnail(file: string, signal: AbortSignal): Promise<Picture> {
    return telling(async () => {
      const { tools, toolchain } = await this.usableWorkshop();
      const info = await probe(tools, file, { signal });
      return makeThumbnail(tools, file, info, { canToneMap: toolchain.canToneMap, signal });
    });
  }

  async render<T>(
    file: string,
    { signal, report, only }: RenderWishes,
    use: (made: RenderedMedia) => Promise<T>,
  ): Promise<T> {
    const { tools, toolchain } = await telling(() => this.usableWorkshop());
    const info = await telling(() => probe(tools, file, { signal }));
    const plan = this.planOf(info, toolchain, only);
    const { missingBytes } = await telling(() => readProvenance(file, info.family, signal));
    const options = { signal, onProgress: report };
    return telling(() =>
      renderVideo({ tools, inputPath: file, info, plan, options }, async (made) =>
        use({
          facts: toFacts(info),
          ...(await describeRendered(tools, plan, { ...made, missingBytes }, signal)),
        }),
      ),
    );
  }

  private planOf(info: MediaInfo, toolchain: Toolchain, only?: readonly string[]): RenderPlan {
    const threads = this.config.threads ?? Math.max(FEWEST_THREADS, availableParallelism() - 1);
    const choices = { limits: DEFAULT_INPUT_LIMITS, canToneMap: toolchain.canToneMap, threads };
    const lacking: readonly string[] = toolchain.missingEncoders.map(({ codec }) => codec);
    if (only === undefined) {
      const extraCodecs = (this.config.extraCodecs ?? []).filter((codec) => !lacking.includes(codec));
      return planRender(info, { ...choices, extraCodecs });
    }
    const plan = planAdditions(info, choices, only);
    const unmade = plan.renditions.filter(({ codec }) => lacking.includes(codec)).map(({ name }) => name);
    if (unmade.length > 0) throw new PermanentFailure('CODEC_NOT_MADE', notMade(unmade));
    return plan;
  }

  async inspect(): Promise<ToolFacts> {
    const { tools, toolchain } = await this.workshop();
    return {
      isUsable: toolchain.isUsable,
      problems: [...toolchain.problems, ...this.unmetWishes(toolchain)],
      ffmpeg: toolchain.ffmpeg?.text ?? null,
      ffprobe: toolchain.ffprobe?.text ?? null,
      canToneMap: toolchain.canToneMap,
      undecodableCodecs: toolchain.undecodableCodecs,
      sandbox: Object.fromEntries(
        Object.entries(tools.sandbox).map(([protection, part]) => [protection, inWords(part as SandboxPart)]),
      ),
    };
  }

  /** What is configured and left out: no reason to leave out the rest. */
  private unmetWishes({ missingEncoders }: Toolchain): readonly string[] {
    return missingEncoders
      .filter(({ codec }) => this.config.extraCodecs?.includes(codec) === true)
      .map(
        ({ codec, encoder }) =>
          `EXTRA_RENDITION_CODECS names ${codec}, and ffmpeg has no encoder ${encoder}: videos get no renditions in it`,
      );
  }

  private async usableWorkshop(): Promise<Workshop> {
    const workshop = await this.workshop();
    const { isUsable, problems } = workshop.toolchain;
    if (!isUsable) throw new MediaError('tool_unusable', { detail: problems.join('; ') });
    return workshop;
  }

  /** Good tools do not change under a running process; others may be mended. */
  private async workshop(): Promise<Workshop> {
    this.opened ??= this.open();
    try {
      const workshop = await this.opened;
      if (!workshop.toolchain.isUsable) this.opened = null;
      return workshop;
    } catch (error) {
      this.opened = null;
      throw error;
    }
  }

  private async open(): Promise<Workshop> {
    const { ffmpegPath, ffprobePath, libraryPath } = this.config;
    const tools = {
      ffmpegPath,
      ffprobePath,
      libraryPath,
      temporaryFolder: await this.folders.own(),
      sandbox: await detectSandbox(),
    };
    return { tools, toolchain: await detectToolchain(tools) };
  }
}

function inWords(part: SandboxPart): string {
  return part.isAvailable ? part.command.join(' ') : `not in force: ${part.reason}`;
}

function notMade(names: readonly string[]): string {
  return `This installation has no coder for ${names.join(', ')}.`;
}

/** Of this machine, not of the file: another time, or another worker, may have better luck. */
const HINDRANCES: readonly MediaErrorCode[] = ['no_space', 'tool_unusable'];

/** Errors of media in the words of processing. */
async function telling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    const code = error.code.toUpperCase();
    const Failure = error.isPermanent ? PermanentFailure : PassingFailure;
    throw new (HINDRANCES.includes(error.code) ? Hindrance : Failure)(code, error.message, { cause: error });
  }
}

function toFacts(info: MediaInfo): MediaFacts {
  const { video, audios, others } = info;
  const rate = video.averageFrameRate ?? video.nominalFrameRate;
  return {
    durationSeconds: info.durationSeconds ?? 0,
    ...video.shown,
    rotation: video.rotationDegrees,
    fps: rate === null ? 0 : rate.numerator / rate.denominator,
    codec: video.codec,
    audioCodec: info.audio?.codec ?? null,
    bitRate: info.bitRate,
    hdr: video.colour.hdr,
    streams: info.videos.length + audios.length + others.length,
  };
}
