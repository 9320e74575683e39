import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock';
import { SignedUrlRefused, UrlSigner } from '#libs/signed-url';
import { Addresses } from '#platform/http/server/addresses';
import { KeyRing } from '#platform/secrets/key-ring';
import { PlaybackLinkInvalid } from '../domain/playback.errors';
import {
  PlaylistLinks,
  type PlaylistGrant,
  type PlaylistPlace,
  type UsedPlaylistLink,
} from '../ports/playlist-links';

const KEY_PURPOSE = 'playlist links';
const PATH = '/api/v1/playback/';

/** The path names video, version and playlist, and is signed: a link of one video opens no other. */
@Injectable()
export class SignedPlaylistLinks extends PlaylistLinks {
  private readonly signer: UrlSigner;

  constructor(
    keys: KeyRing,
    private readonly addresses: Addresses,
    private readonly clock: Clock,
  ) {
    super();
    this.signer = new UrlSigner(keys.all(KEY_PURPOSE));
  }

  sign({ signedAt, expiresAt, ...place }: PlaylistGrant): string {
    const path = pathOf(place);
    const claims = { at: String(signedAt.getTime()), until: String(expiresAt.getTime()) };
    const query = this.signer.sign({ method: 'GET', path, expiresAt: expiresAt.getTime() / 1000, claims });
    return `${this.addresses.publicUrl}${path}?${new URLSearchParams(query).toString()}`;
  }

  verify({ place, query }: UsedPlaylistLink): { signedAt: Date; expiresAt: Date } {
    try {
      const now = this.clock.now();
      const { at, until } = this.signer.verify({ method: 'GET', path: pathOf(place), query, now });
      return { signedAt: new Date(Number(at)), expiresAt: new Date(Number(until)) };
    } catch (error) {
      throw error instanceof SignedUrlRefused ? PlaybackLinkInvalid() : error;
    }
  }
}

function pathOf({ videoId, version, name }: PlaylistPlace): string {
  return `${PATH}${videoId}/v${String(version)}/${name}`;
}
