import type { ApiClient } from './api-client';
import { eventually } from './eventually';

export interface ProgressBody {
  readonly video_id: string;
  readonly progress: number;
  readonly status: string;
  readonly stage: string;
  readonly estimated_time_remaining: number | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface JobBody {
  readonly id: string;
  readonly run_id: string;
  readonly video_id: string;
  readonly name: string;
  readonly state: string;
  readonly attempts: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface PipelineBody extends ProgressBody {
  readonly processing_status: string;
  readonly run_id: string | null;
  readonly steps: readonly (JobBody & {
    readonly queue_position: number | null;
    readonly estimated_time_remaining: number | null;
  })[];
}

export interface JobListBody {
  readonly jobs: readonly JobBody[];
  readonly total: number;
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

const STAGE_LIMIT_MS = 30_000;

/** Somebody who looks how the work on videos goes. */
export class WorkWatch {
  constructor(private readonly client: ApiClient) {}

  progress(videoId: string): Promise<ProgressBody> {
    return this.read(`videos/${videoId}/progress`);
  }

  pipeline(videoId: string): Promise<PipelineBody> {
    return this.read(`videos/${videoId}/pipeline`);
  }

  jobs(videoId: string, query = ''): Promise<JobListBody> {
    return this.read(`videos/${videoId}/jobs${query}`);
  }

  job(id: string): Promise<JobBody> {
    return this.read(`jobs/${id}`);
  }

  deadJobs(): Promise<JobListBody> {
    return this.read('jobs?state=dead&page_size=100');
  }

  untilStage(videoId: string, stage: string): Promise<ProgressBody> {
    return eventually(
      `the video is at ${stage}`,
      async () => {
        const progress = await this.progress(videoId);
        return progress.stage === stage ? progress : null;
      },
      STAGE_LIMIT_MS,
    );
  }

  private async read<Body>(path: string): Promise<Body> {
    const answer = await this.client.get(`/api/v1/${path}`);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.verdict}`);
    return answer.json<Body>();
  }
}
