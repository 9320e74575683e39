import { storageKey } from '#modules/storage';
import type { ClaimedStep } from '../domain/step';
import { attemptName } from '../domain/version-name';

/** Where an attempt writes. */
export class VersionKeys {
  private readonly attempt: string;

  constructor(
    private readonly step: Pick<ClaimedStep, 'ownerId' | 'videoId' | 'fence'>,
    version: number,
    part: string,
  ) {
    this.attempt = attemptName(version, part, step.fence);
  }

  thumbnail(name: string): string {
    return storageKey('thumbnails', this.step.ownerId, this.step.videoId, this.attempt, name);
  }

  hls(name: string): string {
    return storageKey('hls', this.step.videoId, this.attempt, name);
  }

  derived(name: string): string {
    return storageKey('videos', this.step.ownerId, this.step.videoId, this.attempt, name);
  }
}
