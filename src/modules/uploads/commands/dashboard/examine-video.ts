import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { MediaToolbox, PermanentFailure } from '#modules/processing';
import { NotAVideo, ProbeUnavailable } from '../../domain/upload.errors';

/** Each is a process of its own; more at a time than there are cores would make all of them late. */
const AT_ONCE = 2;
const RETRY_AFTER_SECONDS = 10;

/** Whether a whole file can be read as a video: the one door whose client is told before it has its answer. */
@Injectable()
export class ExamineVideo {
  private readonly turn = pLimit(AT_ONCE);

  constructor(private readonly toolbox: MediaToolbox) {}

  async execute(file: string, signal: AbortSignal): Promise<void> {
    try {
      await this.turn(() => {
        signal.throwIfAborted();
        return this.toolbox.lookInto(file, signal);
      });
    } catch (error) {
      if (error instanceof PermanentFailure)
        throw NotAVideo(error.message, { details: { validation_errors: [error.message] }, cause: error });
      throw ProbeUnavailable(undefined, { retryAfterSeconds: RETRY_AFTER_SECONDS, cause: error });
    }
  }
}
