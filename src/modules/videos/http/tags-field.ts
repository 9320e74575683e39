import { TextsField } from '#platform/http/contract/fields';

const MOST_TAGS = 50;
export const LONGEST_TAG = 64;

export const TagsField = (options: { readonly isOptional?: boolean; readonly min?: number } = {}) =>
  TextsField({
    ...options,
    max: MOST_TAGS,
    maxLength: LONGEST_TAG,
    description: 'Tags.',
    example: ['entrance'],
  });
