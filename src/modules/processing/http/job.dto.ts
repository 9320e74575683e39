import { ProcessingErrorDto } from '#modules/videos';
import { EXAMPLE_ID, EXAMPLE_TIME, NO_VALUE } from '#platform/http/contract/examples';
import {
  ChoiceField,
  ListField,
  NumberField,
  ObjectField,
  TextField,
  TimeField,
  UuidField,
  WholeNumberField,
} from '#platform/http/contract/fields';
import { PageDto, PageQueryDto } from '#platform/http/paging/page.dto';
import { JOB_STATES, jobStateOf, type JobState, type StepView } from '../domain/step-view';

export class JobPathDto {
  @UuidField({
    description: 'Id of a job; or `processing_job_id` of a video, for the job that its run is at.',
    example: EXAMPLE_ID,
  })
  id!: string;
}

export class JobListQueryDto extends PageQueryDto {
  @ChoiceField({
    of: JOB_STATES,
    isOptional: true,
    description: 'Only jobs in this state. `dead`: ended their run without success.',
    example: 'dead',
  })
  state?: JobState;
}

/** One step of the work on a video. */
export class JobDto {
  @UuidField({ description: 'Id of the job.', example: EXAMPLE_ID })
  id!: string;

  @UuidField({ description: 'The run that it is part of.', example: EXAMPLE_ID })
  run_id!: string;

  @UuidField({ description: 'The video that it works on.', example: EXAMPLE_ID })
  video_id!: string;

  @TextField({ max: 64, description: 'What is done.', example: 'thumbnail' })
  name!: string;

  @ChoiceField({
    of: JOB_STATES,
    description:
      '`waiting` for other steps; `queued` for a worker, or for another try; `running`; `done`; `dead`: its run failed with it; `cancelled` with its run.',
    example: 'running',
  })
  state!: string;

  @WholeNumberField({ min: 0, description: 'Attempts so far, the one that runs included.', example: 1 })
  attempts!: number;

  @WholeNumberField({ min: 1, description: 'How many attempts it gets.', example: 3 })
  max_attempts!: number;

  @WholeNumberField({ min: 0, max: 100, description: 'The furthest that any attempt came.', example: 40 })
  progress!: number;

  @ObjectField({
    of: () => ProcessingErrorDto,
    isNullable: true,
    description: 'Why the last attempt failed; null once the job is done.',
    example: NO_VALUE,
  })
  error!: ProcessingErrorDto | null;

  @TimeField({ description: 'When it was planned.', example: EXAMPLE_TIME })
  created_at!: string;

  @TimeField({
    description: 'From when on it may be done: later than now between attempts.',
    example: EXAMPLE_TIME,
  })
  due_at!: string;

  @TimeField({ isNullable: true, description: 'When its first attempt began.', example: EXAMPLE_TIME })
  started_at!: string | null;

  @TimeField({ isNullable: true, description: 'When it came to its end.', example: NO_VALUE })
  finished_at!: string | null;
}

export class JobListDto extends PageDto {
  @ListField({ of: () => JobDto, description: 'Newest first.', example: undefined })
  jobs!: JobDto[];
}

/** A job as the pipeline shows it. */
export class PipelineStepDto extends JobDto {
  @WholeNumberField({
    min: 0,
    isNullable: true,
    description: 'How many other jobs go before it, as turns stand now; null when it is not in the line.',
    example: NO_VALUE,
  })
  queue_position!: number | null;

  @NumberField({
    min: 0,
    max: 1e9,
    isNullable: true,
    description: 'In how many seconds it will be done, as far as that can be told.',
    example: 12,
  })
  estimated_time_remaining!: number | null;
}

export function toJobDto(step: StepView): JobDto {
  return {
    id: step.id,
    run_id: step.runId,
    video_id: step.videoId,
    name: step.name,
    state: jobStateOf(step.state),
    attempts: step.attempts,
    max_attempts: step.maxAttempts,
    progress: Math.floor(step.progress * 100),
    error: step.error,
    created_at: step.createdAt.toISOString(),
    due_at: step.dueAt.toISOString(),
    started_at: step.startedAt?.toISOString() ?? null,
    finished_at: step.finishedAt?.toISOString() ?? null,
  };
}
