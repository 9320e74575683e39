import type { StepError } from './step';
import type { VideoProgress } from './video-progress';

/** Progress in the words that every channel tells it in: answers, Redis and event streams. */
export interface ToldProgress {
  readonly progress: number;
  readonly status: string;
  readonly stage: string;
  readonly estimated_time_remaining: number | null;
  readonly error: StepError | null;
}

export function toldProgress(progress: VideoProgress): ToldProgress {
  return {
    progress: progress.progress,
    status: progress.status,
    stage: progress.stage,
    estimated_time_remaining: progress.secondsRemaining,
    error: progress.error,
  };
}
