import { defineError } from '#kernel/domain-error';

export const VideoNotFound = defineError({
  code: 'VIDEO_NOT_FOUND',
  kind: 'not_found',
  title: 'No such video',
  says: 'There is no video with this id.',
});

export const NotYourVideo = defineError({
  code: 'NOT_YOUR_VIDEO',
  kind: 'forbidden',
  title: 'Not your video',
  says: 'This video belongs to somebody else.',
});

export const FilesGone = defineError({
  code: 'FILES_GONE',
  kind: 'conflict',
  title: 'The files are gone',
  says: 'The files of this video were deleted with it and cannot be brought back.',
});

export const NotDeleted = defineError({
  code: 'NOT_DELETED',
  kind: 'conflict',
  title: 'The video is not deleted',
  says: 'Only a deleted video can be restored.',
});

export const FilterNotAllowed = defineError({
  code: 'FILTER_NOT_ALLOWED',
  kind: 'forbidden',
  title: 'Not a filter for you',
  says: 'This filter shows the videos of others, or deleted ones; it is for those who may see them.',
});

export const EditedMeanwhile = defineError({
  code: 'EDITED_MEANWHILE',
  kind: 'precondition_failed',
  title: 'Somebody was faster',
  says: 'The video was edited since you read it; read it again, then decide.',
});

export const NotesNotYours = defineError({
  code: 'NOTES_NOT_YOURS',
  kind: 'forbidden',
  title: 'Not your notes',
  says: 'Operator notes are written by those who run the mall of the video, and by admins.',
});

export const TooManyTags = defineError({
  code: 'TOO_MANY_TAGS',
  kind: 'conflict',
  title: 'Too many tags',
  says: 'The video would have more tags than one video may.',
});
