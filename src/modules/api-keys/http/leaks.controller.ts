import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Origin } from '#kernel/actor';
import { RequestOrigin } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { ReportLeak } from '../commands/report-leak';
import { ReportLeakDto } from './api-key.dto';

@ApiTags('API keys')
@Controller('api-keys')
export class LeaksController {
  constructor(private readonly reportLeak: ReportLeak) {}

  @Post('report-leak')
  @Operation({
    id: 'reportLeakedApiKey',
    summary: 'Report a key that was found where it should not be',
    description:
      'Anybody may. A real key is revoked at once and its owner is told; the answer never says whether it was one.',
    access: 'public',
    rateClass: 'auth',
    answer: { status: 202, description: 'Thank you.' },
  })
  async report(@Body() { token }: ReportLeakDto, @RequestOrigin() origin: Origin): Promise<void> {
    await this.reportLeak.execute({ actor: { kind: 'visitor', origin }, token });
  }
}
