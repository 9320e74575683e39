import { defineError } from '#kernel/domain-error';

export const QuotaExceeded = defineError({
  code: 'QUOTA_EXCEEDED',
  kind: 'rate_limited',
  title: 'No uploads left this month',
  says: 'The uploads of this month are used up.',
});

export const StorageQuotaExceeded = defineError({
  code: 'STORAGE_QUOTA_EXCEEDED',
  kind: 'rate_limited',
  title: 'No room left',
  says: 'There is not enough room left for a file of this size.',
});
