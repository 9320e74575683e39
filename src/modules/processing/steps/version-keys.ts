import { storageKey } from '#modules/storage';
import type { ClaimedStep } from '../domain/step';

/** Where an attempt writes. Version and fence are in every name: two attempts never write to one place. */
export class VersionKeys {
  private readonly attempt: string;

  constructor(
    private readonly step: Pick<ClaimedStep, 'ownerId' | 'videoId' | 'fence'>,
    version: number,
    part: string,
  ) {
    this.attempt = `v${String(version)}-${part}-${String(step.fence)}`;
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
