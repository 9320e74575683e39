import type { EndReason, ResyncReason, VideoEvent } from '../domain/video-event';

/** So that proxies and clients see that somebody is there. */
export const HEARTBEAT = Buffer.from(':\n\n');

const frames = new WeakMap<VideoEvent, Buffer>();

/** Written once, however many listen. Whatever users wrote stands within JSON, which has no line ends of its own. */
export function frameOf(event: VideoEvent): Buffer {
  const known = frames.get(event);
  if (known !== undefined) return known;
  const { position, type, videoId, occurredAt, data } = event;
  const told = { ...idOf(position), type, video_id: videoId, occurred_at: occurredAt, data };
  const frame = frameWith(position, type, told);
  frames.set(event, frame);
  return frame;
}

export function resyncFrame(position: number, reason: ResyncReason): Buffer {
  return frameWith(position, 'resync', { ...idOf(position), type: 'resync', reason });
}

export function endFrame(reason: EndReason): Buffer {
  return frameWith(null, 'end', { type: 'end', reason });
}

export function retryFrame(milliseconds: number): Buffer {
  return Buffer.from(`retry: ${String(milliseconds)}\n\n`);
}

function idOf(position: number | null): { readonly id?: string } {
  return position === null ? {} : { id: String(position) };
}

function frameWith(position: number | null, type: string, data: unknown): Buffer {
  const id = position === null ? '' : `id: ${String(position)}\n`;
  return Buffer.from(`${id}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
}
