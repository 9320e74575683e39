import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '#libs/paging';
import type { Actor } from '#kernel/actor';
import type { MallId, PinId, UserId, VideoId } from '#kernel/id';
import type { Place } from '#kernel/place';
import { SiteQueries, type PinOutline } from '#modules/sites';
import { FilterNotAllowed, NotYourVideo, VideoNotFound } from '../domain/video.errors';
import type { SeenVideos, VideoFilter, VideoOrder, VideoStats } from '../domain/video-list';
import {
  mayChooseOwner,
  mayRead,
  maySeeDeleted,
  mayUseNotes,
  scopeOf,
  type WatchedVideo,
} from '../domain/video-policy';
import type { ListedVideo } from '../domain/video-text';
import type { Named, VideoView } from '../domain/video-view';
import { VideoReader, type KnownChecksum } from '../ports/video-reader';

/** What a caller asks for, of what it may see. */
export type VideoWishes = Omit<VideoFilter, 'scope'>;

interface Sight {
  readonly scope: SeenVideos;
  /** Of the stores whose tenant somebody is. */
  readonly pins: readonly PinOutline[];
}

@Injectable()
export class VideoQueries {
  constructor(
    private readonly reader: VideoReader,
    private readonly sites: SiteQueries,
  ) {}

  async get(actor: Actor, id: VideoId): Promise<Named<VideoView>> {
    const video = await this.reader.find(id);
    if (video === null) throw VideoNotFound();
    const pin = video.pinId === null ? null : await this.sites.findPin(video.pinId);
    const { ownerId, mallId } = video;
    if (!mayRead(actor, { ownerId, mallId, storeId: pin?.storeId ?? null })) throw NotYourVideo();
    const operatorNotes = mayUseNotes(actor, video) ? video.operatorNotes : null;
    return { ...video, operatorNotes, pinName: pin?.name ?? null };
  }

  /** Never more than `get` would show, whatever is asked for. */
  async list(
    actor: Actor,
    wishes: VideoWishes,
    order: VideoOrder,
    request: PageRequest,
  ): Promise<Page<Named<ListedVideo>>> {
    const { ownerId, isDeleted } = wishes;
    if (ownerId !== null && !mayChooseOwner(actor, ownerId)) throw FilterNotAllowed();
    if (isDeleted && !maySeeDeleted(actor)) throw FilterNotAllowed();
    const { scope, pins } = await this.sightOf(actor);
    const page = await this.reader.list({ ...wishes, scope }, order, request);
    return { ...page, items: await this.named(page.items, pins) };
  }

  async stats(actor: Actor, mallId: MallId | null): Promise<VideoStats> {
    return this.reader.stats((await this.sightOf(actor)).scope, mallId);
  }

  /** What `mayRead` asks about, also of videos that are deleted. */
  async watched(ids: readonly VideoId[]): Promise<ReadonlyMap<VideoId, WatchedVideo>> {
    const places = await this.reader.places(ids);
    const pins = await this.pinsOf(places);
    return new Map(
      places.map(({ id, ownerId, mallId, pinId }) => {
        const storeId = (pinId === null ? null : pins.get(pinId)?.storeId) ?? null;
        return [id, { ownerId, mallId, storeId }];
      }),
    );
  }

  findByChecksum(ownerId: UserId, checksums: readonly string[]): Promise<readonly KnownChecksum[]> {
    return this.reader.findByChecksum(ownerId, checksums);
  }

  /** Which cameras are a store's is the malls' to know. */
  private async sightOf(actor: Actor): Promise<Sight> {
    const scope = scopeOf(actor);
    if (scope.of === 'everybody') return { scope, pins: [] };
    const { storeIds, ...rest } = scope;
    const pins = storeIds.length === 0 ? [] : await this.sites.pinsOfStores(storeIds);
    return { scope: { ...rest, pinIds: pins.map(({ id }) => id) }, pins };
  }

  private async named(
    items: readonly ListedVideo[],
    known: readonly PinOutline[],
  ): Promise<readonly Named<ListedVideo>[]> {
    const pins = await this.pinsOf(items, known);
    return items.map(({ id, pinId, stamp, text }) => {
      const pinName = (pinId === null ? null : pins.get(pinId)?.name) ?? null;
      return { id, pinId, stamp, text, pinName };
    });
  }

  private async pinsOf(
    videos: readonly Pick<Place, 'pinId'>[],
    known: readonly PinOutline[] = [],
  ): Promise<ReadonlyMap<PinId, PinOutline>> {
    const pins = new Map(known.map((pin) => [pin.id, pin]));
    const missing = new Set<PinId>();
    for (const { pinId } of videos) if (pinId !== null && !pins.has(pinId)) missing.add(pinId);
    if (missing.size > 0) for (const pin of await this.sites.pins([...missing])) pins.set(pin.id, pin);
    return pins;
  }
}
