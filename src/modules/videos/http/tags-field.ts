import { TextsField } from '#platform/http/contract/fields';
import { LONGEST_TAG, MOST_TAGS } from '../domain/video-edits';

export const TagsField = (options: { readonly isOptional?: boolean; readonly min?: number } = {}) =>
  TextsField({
    ...options,
    max: MOST_TAGS,
    maxLength: LONGEST_TAG,
    description: 'Tags.',
    example: ['entrance'],
  });
