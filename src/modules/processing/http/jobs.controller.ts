import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '#kernel/actor';
import { NotYourVideo } from '#modules/videos';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { Paging } from '#platform/http/paging/paging';
import { RetryJob } from '../commands/retry-job';
import { JobNotDead, JobNotFound, SourceGone } from '../domain/job.errors';
import { WorkQueries } from '../queries/work.queries';
import { JobDto, JobListDto, JobListQueryDto, JobPathDto, toJobDto } from './job.dto';

@ApiTags('Processing')
@Controller('jobs')
export class JobsController {
  constructor(
    private readonly work: WorkQueries,
    private readonly retryJob: RetryJob,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Operation({
    id: 'listJobs',
    summary: 'Jobs of all videos, newest first',
    description: 'With `state=dead`, what needs somebody. One style of paging at a time.',
    access: 'admin',
    answer: { status: 200, description: 'One page of jobs.', type: JobListDto },
  })
  async list(@Query() { state, ...query }: JobListQueryDto): Promise<JobListDto> {
    const list = `jobs ${state ?? 'all'}`;
    const request = this.paging.read(query, list);
    const page = await this.work.jobs(state ?? null, request);
    return { jobs: page.items.map(toJobDto), ...this.paging.describe(page, request, list) };
  }

  @Get(':id')
  @Operation({
    id: 'readJob',
    summary: 'One job',
    description:
      'For those who may see the video. `processing_job_id` of a video leads to the job that it is at.',
    access: 'videos:read',
    answer: { status: 200, description: 'The job.', type: JobDto },
    errors: [JobNotFound, NotYourVideo],
  })
  async read(@Param() { id }: JobPathDto, @CurrentUser() actor: SignedInUser): Promise<JobDto> {
    return toJobDto(await this.work.job(actor, id));
  }

  @Post(':id/retry')
  @Operation({
    id: 'retryJob',
    summary: 'Try a dead job again',
    description:
      'For admins. Its run goes on where it stopped, with all attempts anew; the video is `processing` again.',
    access: 'admin',
    answer: { status: 202, description: 'The job, which is queued.', type: JobDto },
    errors: [JobNotFound, JobNotDead, SourceGone],
  })
  async retry(@Param() { id }: JobPathDto, @CurrentUser() actor: SignedInUser): Promise<JobDto> {
    const job = await this.work.job(actor, id);
    await this.retryJob.execute({ actor, job });
    return toJobDto(await this.work.job(actor, job.id));
  }
}
