export { BulkActions } from './commands/bulk-actions';
export { ChangeableVideos } from './commands/changeable-videos';
export { linkTimesOf } from './domain/link-times';
export { VideoTrace, type VideoEvent } from './commands/video-trace';
export type { Manifest, ManifestFile, Rendition, Storyboard } from './domain/manifest';
export type { MediaFacts, ProcessingError } from './domain/media-facts';
export { NotYourVideo, VideoNotFound } from './domain/video.errors';
export { mayChange, mayRead, type WatchedVideo } from './domain/video-policy';
export {
  VideoRepository,
  type NewVideo,
  type PublishedVersion,
  type VideoInProcessing,
  type VideoState,
} from './ports/video-repository';
export { VideoQueries } from './queries/video.queries';
export { PresentVideo } from './http/present-video';
export { TagsField } from './http/tags-field';
export { ProcessingErrorDto, VideoDto, VideoPathDto } from './http/video.dto';
export type { Track, TrackOutline, TrackSegment } from './domain/track';
export { VideoTracks } from './ports/video-tracks';
export { VideoCacheConfig } from './video-cache.config';
export type { VideoView } from './domain/video-view';
