import { EXAMPLE_TIME } from '#platform/http/contract/examples';
import { TextField, TimeField } from '#platform/http/contract/fields';

export class ListenQueryDto {
  @TextField({
    min: 1,
    max: 512,
    isOptional: true,
    description: 'A ticket, for callers that can send no header.',
    example: '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4.0197f3b2-...',
  })
  ticket?: string;

  @TextField({
    min: 1,
    max: 20,
    isOptional: true,
    description:
      'The last `id` that came: what happened since is told first. As the header Last-Event-ID, for callers that can send none.',
    example: '4711',
  })
  last_event_id?: string;
}

export class EventTicketDto {
  @TextField({
    max: 512,
    description: 'Stands in the address of a stream, as `?ticket=`. It opens streams and nothing else.',
    example: '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4.0197f3b2-...',
  })
  ticket!: string;

  @TimeField({
    description: 'Until when a stream can be opened by it; the stream itself goes on.',
    example: EXAMPLE_TIME,
  })
  expires_at!: string;
}
