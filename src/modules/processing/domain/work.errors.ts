import { defineError } from '#kernel/domain-error';

export const VideoInWork = defineError({
  code: 'VIDEO_IN_WORK',
  kind: 'conflict',
  title: 'The video is in work',
  says: 'The video is being processed, or its upload is not completed; when that is over it can be processed again.',
});

export const NotProcessing = defineError({
  code: 'NOT_PROCESSING',
  kind: 'conflict',
  title: 'Nobody works on the video',
  says: 'Only a video that is being processed can be cancelled.',
});

export const NothingPublished = defineError({
  code: 'NOTHING_PUBLISHED',
  kind: 'conflict',
  title: 'Nothing is published',
  says: 'Renditions are added to what is published, and nothing of this video is; process it as a whole.',
});

export const RenditionUnknown = defineError({
  code: 'RENDITION_UNKNOWN',
  kind: 'invalid',
  title: 'No such rendition of this video',
  says: 'A rendition was asked for that this video cannot have.',
});
