import { Injectable } from '@nestjs/common';
import { BoundedMap } from '#libs/bounded-map';
import { Clock } from '#kernel/clock';
import { PresignedTransfers } from '#modules/storage';
import { linkTimesOf, type LinkTimes } from '../domain/link-times';
import type { ManifestFile } from '../domain/manifest';
import type { VideoItem } from '../domain/video-view';

const DAY_MS = 24 * 3600 * 1000;
export const LINKS_STEADY_MS = DAY_MS;
const LASTING_DAYS = 7;
const REMEMBERED_LINKS = 10_000;

interface Remembered {
  readonly times: LinkTimes;
  readonly link: string;
}

/**
 * The same link all day long, so that browsers and caches keep the picture. What is the same all day is signed once: twenty
 * signatures were measured to be a quarter of what a list costs.
 */
@Injectable()
export class ThumbnailLinks {
  private readonly remembered = new BoundedMap<string, Remembered>(REMEMBERED_LINKS);

  constructor(
    private readonly transfers: PresignedTransfers,
    private readonly clock: Clock,
  ) {}

  linkTo(video: Pick<VideoItem, 'playbackRevokedAt'>, thumbnail: ManifestFile): string {
    const lastingMs = LASTING_DAYS * DAY_MS;
    const times = linkTimesOf(video, { now: this.clock.now(), steadyMs: LINKS_STEADY_MS, lastingMs });
    const known = this.remembered.get(thumbnail.key);
    return known !== undefined && isSame(known.times, times) ? known.link : this.sign(thumbnail, times);
  }

  /** A key is of one picture for ever, so nothing but the times can differ. */
  private sign({ key, contentType }: ManifestFile, times: LinkTimes): string {
    const link = this.transfers.signDownload({ key, contentType, ...times });
    this.remembered.set(key, { times, link });
    return link;
  }
}

function isSame(one: LinkTimes, other: LinkTimes): boolean {
  return (
    one.signedAt.getTime() === other.signedAt.getTime() &&
    one.expiresAt.getTime() === other.expiresAt.getTime()
  );
}
