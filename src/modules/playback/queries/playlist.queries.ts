import { Injectable } from '@nestjs/common';
import { SYSTEM } from '#kernel/actor';
import { Clock } from '#kernel/clock';
import { mediaPlaylist, masterPlaylist, storyboardVtt, type Variant } from '#libs/media';
import { linkTimesOf, VideoQueries, VideoTracks, type TrackOutline, type VideoView } from '#modules/videos';
import { PlaybackLinkInvalid } from '../domain/playback.errors';
import { PLAYLIST_TYPE } from '../domain/stream';
import { DeliveryLinks, type LinkTimes } from '../ports/delivery-links';
import { PlaylistLinks, type PlaylistPlace, type UsedPlaylistLink } from '../ports/playlist-links';

const HOUR_MS = 3_600_000;
/** Who pauses for so long asks for a new link. */
const PAUSE_HOURS = 6;
const MP4 = { picture: 'video/mp4', sound: 'audio/mp4' };
const JPEG = 'image/jpeg';

const VTT_TYPE = 'text/vtt';

interface OpenedLink extends LinkTimes, PlaylistPlace {
  readonly video: VideoView;
}

export interface WrittenPlaylist {
  readonly contentType: string;
  readonly text: string;
}

/** The small texts that players read first, written for each request with links of their own in every line. */
@Injectable()
export class PlaylistQueries {
  constructor(
    private readonly videos: VideoQueries,
    private readonly tracks: VideoTracks,
    private readonly playlists: PlaylistLinks,
    private readonly delivery: DeliveryLinks,
    private readonly clock: Clock,
  ) {}

  /** Whatever a link of ours names: the list of tracks, one track, or the storyboard. */
  async read(link: UsedPlaylistLink): Promise<WrittenPlaylist> {
    const opened = await this.open(link);
    const { name } = opened;
    if (name === 'storyboard.vtt') return { contentType: VTT_TYPE, text: await this.storyboard(opened) };
    const text = name === 'master.m3u8' ? await this.master(opened) : await this.track(opened);
    return { contentType: PLAYLIST_TYPE, text };
  }

  private async master({ videoId, version, signedAt, expiresAt }: OpenedLink): Promise<string> {
    const outlines = await this.tracks.list(videoId, version);
    if (outlines.length === 0) throw PlaybackLinkInvalid();
    const linkTo = (track: string): string =>
      this.playlists.sign({ videoId, version, name: `${track}.m3u8`, signedAt, expiresAt });
    const sound = outlines.find(({ picture }) => picture === null);
    return masterPlaylist(
      outlines.flatMap((outline) => variantOf(outline, linkTo)),
      sound === undefined ? null : { ...sound, link: linkTo(sound.name) },
    );
  }

  private async track(opened: OpenedLink): Promise<string> {
    const { videoId, version, name } = opened;
    const track = await this.tracks.find(videoId, version, name.replace(/\.m3u8$/, ''));
    if (track === null) throw PlaybackLinkInvalid();
    const contentType = track.picture === null ? MP4.sound : MP4.picture;
    const url = await this.delivery.linkTo({ key: track.key, contentType }, this.timesOf(opened));
    return mediaPlaylist([{ ...track, place: url }], (place) => place);
  }

  private async storyboard(opened: OpenedLink): Promise<string> {
    const { manifest, media } = opened.video;
    const storyboard = manifest?.storyboard ?? null;
    if (storyboard === null) throw PlaybackLinkInvalid();
    const { tileWidth, tileHeight, sheets, ...grid } = storyboard;
    const plan = { ...grid, tile: { width: tileWidth, height: tileHeight } };
    const times = this.timesOf(opened);
    const links = await Promise.all(
      sheets.map((key) => this.delivery.linkTo({ key, contentType: JPEG }, times)),
    );
    return storyboardVtt(plan, media?.durationSeconds ?? 0, (sheet) => links[sheet] ?? '');
  }

  /**
   * A deleted video has no playlist; a revoked link opens none. A link of an earlier version opens the published one, which has
   * the same grid of segments: so a player that asks for another rendition in mid-play goes on.
   */
  private async open(link: UsedPlaylistLink): Promise<OpenedLink> {
    const times = this.playlists.verify(link);
    const video = await this.videos.get(SYSTEM, link.place.videoId);
    if (video.playbackRevokedAt !== null && times.signedAt < video.playbackRevokedAt)
      throw PlaybackLinkInvalid();
    const published = video.manifest?.version ?? 0;
    if (link.place.version > published) throw PlaybackLinkInvalid();
    return { ...link.place, version: published, ...times, video };
  }

  /** Players read a playlist once and its segments for as long as they play. */
  private timesOf({ video }: OpenedLink): LinkTimes {
    const playingMs = (video.media?.durationSeconds ?? 0) * 1000;
    const lastingMs = Math.ceil(playingMs / HOUR_MS + PAUSE_HOURS) * HOUR_MS;
    return { ...linkTimesOf(video, { now: this.clock.now(), steadyMs: HOUR_MS, lastingMs }), isSteady: true };
  }
}

function variantOf(outline: TrackOutline, linkTo: (name: string) => string): readonly Variant[] {
  const { picture, name } = outline;
  if (picture === null) return [];
  const { fps, ...size } = picture;
  return [{ ...outline, size, framesPerSecond: fps, link: linkTo(name) }];
}
