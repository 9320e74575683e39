import { ProcessingErrorDto } from '#modules/videos';
import { EXAMPLE_ID, NO_VALUE } from '#platform/http/contract/examples';
import {
  ChoiceField,
  ListField,
  NumberField,
  ObjectField,
  TextField,
  UuidField,
  WholeNumberField,
} from '#platform/http/contract/fields';
import type { VideoId } from '#kernel/id';
import { toldProgress } from '../domain/told-progress';
import { STAGES, type VideoProgress } from '../domain/video-progress';
import type { Pipeline } from '../queries/work.queries';
import { PipelineStepDto, toJobDto } from './job.dto';

export class ProgressDto {
  @UuidField({ description: 'Id of the video.', example: EXAMPLE_ID })
  video_id!: string;

  @WholeNumberField({
    min: 0,
    max: 100,
    description: 'Over all steps. Never falls within a run; 100 when the video is published, and not before.',
    example: 40,
  })
  progress!: number;

  @TextField({ max: 1_000, description: 'One sentence.', example: 'Choosing a picture.' })
  status!: string;

  @ChoiceField({ of: STAGES, description: 'What is done now.', example: 'thumbnail' })
  stage!: string;

  @NumberField({
    min: 0,
    max: 1e9,
    isNullable: true,
    description: 'Seconds, at the rate so far; null while there is none.',
    example: 12,
  })
  estimated_time_remaining!: number | null;

  @ObjectField({
    of: () => ProcessingErrorDto,
    isNullable: true,
    description: 'Why the last run failed.',
    example: NO_VALUE,
  })
  error!: ProcessingErrorDto | null;
}

/** Where the video is: the progress, and every step of the run that works or worked on it. */
export class PipelineDto extends ProgressDto {
  @ChoiceField({
    of: ['pending', 'processing', 'completed', 'failed'],
    description: 'As the video says.',
    example: 'processing',
  })
  processing_status!: string;

  @UuidField({
    isNullable: true,
    description: 'The run; null before the upload is confirmed.',
    example: EXAMPLE_ID,
  })
  run_id!: string | null;

  @WholeNumberField({ min: 1, isNullable: true, description: 'The version that the run makes.', example: 1 })
  version!: number | null;

  @ListField({ of: () => PipelineStepDto, description: 'In the order of the plan.', example: undefined })
  steps!: PipelineStepDto[];
}

export function toProgressDto(videoId: VideoId, progress: VideoProgress): ProgressDto {
  return { video_id: videoId, ...toldProgress(progress) };
}

export function toPipelineDto({ video, run, progress, steps }: Pipeline): PipelineDto {
  return {
    ...toProgressDto(video.id, progress),
    processing_status: video.status,
    run_id: run?.id ?? null,
    version: run?.version ?? null,
    steps: steps.map(({ step, ahead, secondsRemaining }) => ({
      ...toJobDto(step),
      queue_position: ahead,
      estimated_time_remaining: secondsRemaining === null ? null : Math.ceil(secondsRemaining),
    })),
  };
}
