import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthChecks, Unwell } from '#platform/health/health-checks';
import { SILENT_AFTER_SECONDS, WorkerRegistry, type SeenWorker } from '../ports/worker-registry';

/** Without a worker everything is served and nothing is processed: the HTTP process says so. */
@Injectable()
export class WorkersHealth implements OnModuleInit {
  constructor(
    private readonly health: HealthChecks,
    private readonly registry: WorkerRegistry,
  ) {}

  onModuleInit(): void {
    this.health.add({ name: 'workers', isEssential: false, check: () => this.look() });
  }

  private async look(): Promise<Readonly<Record<string, unknown>>> {
    const seen = await this.registry.seen();
    const facts = { workers: seen.map(describe) };
    const [last] = seen;
    if (last === undefined) throw new Unwell('No worker has been seen for a day.', facts);
    if (last.silentSeconds > SILENT_AFTER_SECONDS) {
      const seconds = String(Math.round(last.silentSeconds));
      throw new Unwell(`No worker has been seen for ${seconds} s.`, facts);
    }
    const living = seen.filter(({ silentSeconds }) => silentSeconds <= SILENT_AFTER_SECONDS);
    if (!living.some(({ isAble }) => isAble)) {
      const problems = [...new Set(living.flatMap(({ tools }) => tools.problems))];
      throw new Unwell(`No worker takes steps: ${problems.join('; ')}.`, facts);
    }
    return facts;
  }
}

function describe({ id, host, release, slots, isAble, tools, startedAt, seenAt }: SeenWorker): object {
  return {
    id,
    host,
    release,
    slots,
    takes_steps: isAble,
    problems: tools.problems,
    ffmpeg: tools.ffmpeg,
    ffprobe: tools.ffprobe,
    tone_mapping: tools.canToneMap,
    undecodable_codecs: tools.undecodableCodecs,
    sandbox: tools.sandbox,
    started_at: startedAt.toISOString(),
    seen_at: seenAt.toISOString(),
  };
}
