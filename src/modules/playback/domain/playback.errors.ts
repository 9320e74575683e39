import { defineError } from '#kernel/domain-error';

export const StreamNotReady = defineError({
  code: 'STREAM_NOT_READY',
  kind: 'malformed',
  title: 'This stream is not there yet',
  says: 'The video has no such stream yet; look at its progress, and ask again when it is completed.',
});

export const UnknownStreamType = defineError({
  code: 'UNKNOWN_STREAM_TYPE',
  kind: 'malformed',
  title: 'No such type of stream',
  says: 'A stream is proxy, original or hls.',
});

export const NothingToPlay = defineError({
  code: 'NOTHING_TO_PLAY',
  kind: 'not_found',
  title: 'Nothing can be played yet',
  says: 'No byte of this video has arrived for good.',
});

export const ThumbnailNotReady = defineError({
  code: 'THUMBNAIL_NOT_READY',
  kind: 'malformed',
  title: 'There is no thumbnail yet',
  says: 'The thumbnail is made seconds after the upload; ask again soon.',
});

export const StoryboardNotReady = defineError({
  code: 'STORYBOARD_NOT_READY',
  kind: 'malformed',
  title: 'There is no storyboard yet',
  says: 'The storyboard comes with the published video; ask again when it is completed.',
});

export const PlaybackLinkInvalid = defineError({
  code: 'PLAYBACK_LINK_INVALID',
  kind: 'forbidden',
  title: 'The playback link is not good',
  says: 'This playback link was altered, has expired or was revoked; ask for a new one.',
});
