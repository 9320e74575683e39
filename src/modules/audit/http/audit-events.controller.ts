import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '#platform/http/contract/operation.decorator';
import { Paging } from '#platform/http/paging/paging';
import { AuditQueries } from '../queries/audit.queries';
import { AuditEventListDto, AuditEventListQueryDto, toAuditEventDto, toAuditFilter } from './audit-event.dto';

@ApiTags('Audit')
@Controller('audit-events')
export class AuditEventsController {
  constructor(
    private readonly events: AuditQueries,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Operation({
    id: 'listAuditEvents',
    summary: 'Who did what to whom, newest first',
    description:
      'The audit trail, for admins. `total` is exact up to 10 000; beyond that `total_capped` is true. One style of paging at a time.',
    access: 'admin',
    answer: { status: 200, description: 'One page of the trail.', type: AuditEventListDto },
  })
  async list(@Query() query: AuditEventListQueryDto): Promise<AuditEventListDto> {
    const filter = toAuditFilter(query);
    const list = `audit events ${JSON.stringify(filter)}`;
    const request = this.paging.read(query, list);
    const page = await this.events.list(filter, request);
    return { events: page.items.map(toAuditEventDto), ...this.paging.describe(page, request, list) };
  }
}
