import { storageKey } from '#modules/storage';
import type { ClaimedStep } from '../domain/step';
import { attemptName } from '../domain/version-name';
import type { RunOutline } from '../ports/step-results';

/** Where an attempt writes. */
export class VersionKeys {
  private readonly attempt: string;

  constructor(
    private readonly step: Pick<ClaimedStep, 'ownerId' | 'videoId' | 'fence'>,
    private readonly run: RunOutline,
    part: string,
  ) {
    this.attempt = attemptName(run.version, part, step.fence);
  }

  thumbnail(name: string): string {
    return storageKey(
      'thumbnails',
      this.run.mallId ?? this.step.ownerId,
      this.step.videoId,
      this.attempt,
      name,
    );
  }

  hls(name: string): string {
    return storageKey('hls', this.step.videoId, this.attempt, name);
  }

  derived(name: string): string {
    const { ownerId, videoId } = this.step;
    const folder = this.run.mallId === null ? [ownerId] : [this.run.mallId, 'proxy'];
    return storageKey('videos', ...folder, videoId, this.attempt, name);
  }
}
