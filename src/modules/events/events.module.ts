import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module';
import { ProcessingModule } from '../processing/processing.module';
import { VideosModule } from '../videos/videos.module';
import { Listen } from './commands/listen';
import { EventsController } from './http/events.controller';
import { OutboxPastEvents } from './persistence/outbox-past-events';
import { Audience } from './ports/audience';
import { CurrentProgress } from './ports/current-progress';
import { PastEvents } from './ports/past-events';
import { Sights } from './queries/sights';
import { EventHub } from './sse/event-hub';
import { EventSources } from './sse/event-sources';
import { StreamMetrics } from './sse/stream-metrics';
import { StreamUpkeep } from './sse/stream-upkeep';
import { WorkProgress } from './sse/work-progress';

@Module({
  imports: [AuthModule, ProcessingModule, VideosModule],
  controllers: [EventsController],
  providers: [
    EventHub,
    EventSources,
    Listen,
    Sights,
    StreamMetrics,
    StreamUpkeep,
    WorkProgress,
    { provide: Audience, useExisting: EventHub },
    { provide: CurrentProgress, useExisting: WorkProgress },
    { provide: PastEvents, useClass: OutboxPastEvents },
  ],
})
export class EventsModule {}
