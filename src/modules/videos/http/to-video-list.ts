import { asId, type Id } from '#kernel/id';
import { ValidationFailed } from '#platform/http/http.errors';
import type { VideoOrder } from '../domain/video-list';
import type { VideoStatus } from '../domain/video-status';
import type { VideoWishes } from '../queries/video.queries';
import type { VideoListQueryDto } from './video-list.dto';

export function toWishes(query: VideoListQueryDto): VideoWishes {
  return {
    ownerId: idOf(query.owner_id),
    mallId: idOf(query.mall_id),
    pinId: idOf(query.pin_id),
    status: statusOf(query),
    hasProxy: query.has_proxy ?? null,
    uploadedAfter: timeOf(query.uploaded_after),
    uploadedBefore: timeOf(query.uploaded_before),
    tag: query.tag ?? null,
    visibility: query.visibility ?? null,
    search: query.search ?? null,
    isDeleted: query.deleted ?? false,
  };
}

export function toOrder({
  sort_by: by = 'created_at',
  sort_order: direction = 'desc',
}: VideoListQueryDto): VideoOrder {
  return { by, direction };
}

function statusOf({ processing_status: status, status: alias }: VideoListQueryDto): VideoStatus | null {
  const meant = alias === 'uploaded' ? 'pending' : alias;
  if (status !== undefined && meant !== undefined && status !== meant) {
    const message = 'status is another name of processing_status, and asks for another state';
    throw ValidationFailed(undefined, { faults: [{ field: 'status', code: 'CONTRADICTION', message }] });
  }
  return status ?? meant ?? null;
}

function idOf<Of extends string>(text: string | undefined): Id<Of> | null {
  return text === undefined ? null : asId(text);
}

function timeOf(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}
