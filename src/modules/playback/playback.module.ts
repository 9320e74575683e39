import { Module } from '@nestjs/common';
import { StorageModule } from '../storage/storage.module';
import { VideosModule } from '../videos/videos.module';
import { RevokePlayback } from './commands/revoke-playback';
import { PlaybackController } from './http/playback.controller';
import { PlaylistsController } from './http/playlists.controller';
import { PresentPlayback } from './http/present-playback';
import { CdnOrStoreLinks } from './links/cdn-or-store-links';
import { CdnSignatures } from './links/cdn-signatures';
import { SignedPlaylistLinks } from './links/signed-playlist-links';
import { DeliveryLinks } from './ports/delivery-links';
import { PlaylistLinks } from './ports/playlist-links';
import { PlaybackQueries } from './queries/playback.queries';
import { PlaylistQueries } from './queries/playlist.queries';

@Module({
  imports: [StorageModule, VideosModule],
  controllers: [PlaybackController, PlaylistsController],
  providers: [
    CdnSignatures,
    PlaybackQueries,
    PlaylistQueries,
    PresentPlayback,
    RevokePlayback,
    { provide: DeliveryLinks, useClass: CdnOrStoreLinks },
    { provide: PlaylistLinks, useClass: SignedPlaylistLinks },
  ],
})
export class PlaybackModule {}
