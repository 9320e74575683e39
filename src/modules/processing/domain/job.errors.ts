import { defineError } from '#kernel/domain-error';

export const JobNotFound = defineError({
  code: 'JOB_NOT_FOUND',
  kind: 'not_found',
  title: 'No such job',
  says: 'There is no job with this id.',
});

export const JobNotDead = defineError({
  code: 'JOB_NOT_DEAD',
  kind: 'conflict',
  title: 'The job is not dead',
  says: 'Only a job that ended its run without success, and whose video nobody works on since, can be tried again.',
});

export const SourceGone = defineError({
  code: 'SOURCE_GONE',
  kind: 'conflict',
  title: 'The file is gone',
  says: 'The file that is to be worked on does not exist any more.',
});
