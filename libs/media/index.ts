export { MediaError, type MediaErrorCode, type MediaErrorEvidence } from './media-error';
export { detectSandbox } from './sandbox/detect-sandbox';
export type { MediaTools, SandboxFacts, SandboxPart } from './sandbox/sandbox-facts';
export type { RunLimits } from './sandbox/run-limits';
export { detectToolchain, type Toolchain } from './toolchain/detect-toolchain';
export type { ToolVersion } from './toolchain/listings';
export {
  readFileSignature,
  readSignature,
  SIGNATURE_BYTES,
  type ContainerFamily,
  type ContainerFormat,
  type FileSignature,
  type OtherContent,
} from './input/file-signature';
export { DEFAULT_INPUT_LIMITS, type InputLimits } from './input/input-limits';
export { probe, type ProbeOptions } from './probe/probe';
export type {
  AudioStream,
  ColourFacts,
  HdrKind,
  MediaInfo,
  MediaTags,
  OtherStream,
  Rational,
  Rotation,
  Size,
  VideoStream,
} from './probe/media-info';
export { readProvenance } from './provenance/read-provenance';
export type { EditListFacts, ProvenanceFacts } from './provenance/provenance-facts';
export type { TimestampGaps } from './provenance/timestamp-gaps';
export { makeThumbnail, type Thumbnail, type ThumbnailOptions } from './thumbnail/make-thumbnail';
export { planAdditions } from './render/plan-additions';
export { planRender, renditionNames, type RenderChoices } from './render/plan-render';
export { framesPerSecond, outputRate } from './render/frame-rate';
export {
  RENDITION_CODECS,
  TAP_SIZE,
  type ProxyPlan,
  type RenderPlan,
  type RenditionCodec,
  type RenditionPlan,
} from './render/render-plan';
export { renderVideo, type RenderOptions, type RenderTask } from './render/render-video';
export type { MadeRendition, MadeTap, MadeTrack, Rendered } from './render/rendered';
export type { Fragment, FragmentedTrack } from './fragments/read-fragments';
export { segmentsOf, type HlsChunk, type HlsSegment } from './hls/hls-track';
export { mediaPlaylist } from './hls/media-playlist';
export {
  masterPlaylist,
  ratesOf,
  type SoundTrack,
  type TrackRates,
  type Variant,
} from './hls/master-playlist';
export { makeStoryboard } from './storyboard/make-storyboard';
export { planStoryboard, sheetsOf, type StoryboardPlan } from './storyboard/storyboard-plan';
export { storyboardVtt } from './storyboard/storyboard-vtt';
