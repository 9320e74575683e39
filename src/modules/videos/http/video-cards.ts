import { Injectable } from '@nestjs/common';
import { BoundedMap } from '#libs/bounded-map';
import { Clock } from '#kernel/clock';
import type { VideoId } from '#kernel/id';
import { readItem, type ListedVideo } from '../domain/video-text';
import type { Named } from '../domain/video-view';
import { PresentVideo } from './present-video';
import { LINKS_STEADY_MS } from './thumbnail-links';

const REMEMBERED_CARDS = 10_000;

interface Card {
  readonly stamp: string;
  readonly pinName: string | null;
  /** Links in it are of this day. */
  readonly day: number;
  readonly text: string;
}

/** What a list says of a video, in JSON; written again only when something of it changed. */
@Injectable()
export class VideoCards {
  private readonly written = new BoundedMap<VideoId, Card>(REMEMBERED_CARDS);

  constructor(
    private readonly presenter: PresentVideo,
    private readonly clock: Clock,
  ) {}

  textOf(video: Named<ListedVideo>): string {
    const day = Math.floor(this.clock.now().getTime() / LINKS_STEADY_MS);
    const card = this.written.get(video.id);
    const isTrue = card?.stamp === video.stamp && card.pinName === video.pinName && card.day === day;
    return isTrue ? card.text : this.write(video, day);
  }

  private write(video: Named<ListedVideo>, day: number): string {
    const { id, stamp, pinName } = video;
    const text = JSON.stringify(this.presenter.presentItem({ ...readItem(video), pinName }));
    this.written.set(id, { stamp, pinName, day, text });
    return text;
  }
}
