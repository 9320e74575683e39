import { defineError } from '#kernel/domain-error';

export const NoTemporarySpace = defineError({
  code: 'NO_TEMPORARY_SPACE',
  kind: 'storage_full',
  title: 'The disk for work in progress is full',
  says: 'There is no room to work on this: the disk for temporary files is nearly full.',
});
