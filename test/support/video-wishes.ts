import type { VideoWishes } from '../../src/modules/videos/queries/video.queries';

/** A list of videos that nothing is filtered out of. */
export const ANYTHING: VideoWishes = {
  ownerId: null,
  mallId: null,
  pinId: null,
  status: null,
  hasProxy: null,
  uploadedAfter: null,
  uploadedBefore: null,
  tag: null,
  visibility: null,
  search: null,
  isDeleted: false,
};
