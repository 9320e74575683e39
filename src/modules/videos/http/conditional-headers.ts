import type { ApiHeaderOptions } from '@nestjs/swagger';

const TAG = { schema: { type: 'string' }, required: false, example: '"e3.s7"' } as const;

export const IF_NONE_MATCH: ApiHeaderOptions = {
  ...TAG,
  name: 'If-None-Match',
  description: 'The `ETag` of an earlier answer: 304 when nothing of the video changed since.',
};

export const IF_MATCH: ApiHeaderOptions = {
  ...TAG,
  name: 'If-Match',
  description: 'The `ETag` of an earlier answer: 412 when somebody has edited the video since.',
};
