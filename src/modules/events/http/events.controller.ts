import { Controller, Get, Headers, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { Tickets } from '#modules/auth';
import { NotYourVideo, VideoNotFound, VideoPathDto } from '#modules/videos';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { Listen } from '../commands/listen';
import { MalformedEventId, TooManyEventStreams } from '../domain/events.errors';
import { EventStream } from '../sse/event-stream';
import { EventTicketDto, ListenQueryDto } from './event.dto';
import { lastHeard } from './last-heard';

const LAST_EVENT_ID = 'last-event-id';
const LastEventId = () =>
  ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The last `id` that came.',
    schema: { type: 'string', example: '4711' },
  });
const STREAM = {
  status: 200,
  description: 'The stream; it goes on until one side ends it.',
  mediaType: 'text/event-stream',
};

@ApiTags('Events')
@Controller()
export class EventsController {
  constructor(
    private readonly listen: Listen,
    private readonly tickets: Tickets,
  ) {}

  @Post('events/ticket')
  @Operation({
    id: 'issueEventTicket',
    summary: 'A ticket for EventSource',
    description:
      'Browsers send no header with an EventSource: for one minute, this opens streams as its caller.',
    access: 'videos:read',
    answer: { status: 201, description: 'The ticket.', type: EventTicketDto },
  })
  ticket(@CurrentUser() actor: SignedInUser): EventTicketDto {
    const { ticket, expiresAt } = this.tickets.issue(actor, 'events');
    return { ticket, expires_at: expiresAt.toISOString() };
  }

  @Get('events')
  @LastEventId()
  @Operation({
    id: 'streamEvents',
    summary: 'What happens to all videos that you may see',
    description: 'Server-Sent Events, as docs/api/events.md describes them.',
    access: 'videos:read',
    ticketFor: 'events',
    answer: STREAM,
    errors: [MalformedEventId, TooManyEventStreams],
  })
  async all(
    @Query() { last_event_id: asked }: ListenQueryDto,
    @Headers(LAST_EVENT_ID) header: string | undefined,
    @CurrentUser() actor: SignedInUser,
    @Res() response: Response,
  ): Promise<void> {
    const after = lastHeard(header ?? asked);
    await this.listen.execute({ actor, videoId: null, after, sink: new EventStream(response) });
  }

  @Get('videos/:id/events')
  @LastEventId()
  @Operation({
    id: 'streamVideoEvents',
    summary: 'What happens to one video',
    description: 'Begins with how far it is now. Server-Sent Events, as docs/api/events.md describes them.',
    access: 'videos:read',
    ticketFor: 'events',
    answer: STREAM,
    errors: [VideoNotFound, NotYourVideo, MalformedEventId, TooManyEventStreams],
  })
  async one(
    @Param() { id }: VideoPathDto,
    @Query() { last_event_id: asked }: ListenQueryDto,
    @Headers(LAST_EVENT_ID) header: string | undefined,
    @CurrentUser() actor: SignedInUser,
    @Res() response: Response,
  ): Promise<void> {
    const after = lastHeard(header ?? asked);
    await this.listen.execute({ actor, videoId: asId(id), after, sink: new EventStream(response) });
  }
}
