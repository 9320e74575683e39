import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Invariants } from '#platform/invariants/invariants';

@Injectable()
export class ProcessingInvariants implements OnModuleInit {
  constructor(private readonly invariants: Invariants) {}

  onModuleInit(): void {
    this.invariants.add(
      {
        name: 'a run that is over has no step that is not',
        violations: `
          SELECT processing_runs.id, processing_steps.name, processing_steps.state
            FROM processing_runs JOIN processing_steps ON processing_steps.run_id = processing_runs.id
           WHERE processing_runs.state <> 'active'
             AND processing_steps.state NOT IN ('done', 'failed', 'cancelled')`,
      },
      {
        name: 'a run at work has a step that can go on',
        violations: `
          SELECT processing_runs.id FROM processing_runs
           WHERE processing_runs.state = 'active' AND NOT EXISTS (
                   SELECT 1 FROM processing_steps
                    WHERE processing_steps.run_id = processing_runs.id
                      AND processing_steps.state IN ('due', 'offered', 'running'))`,
      },
      {
        name: 'a video has one run at work at most',
        violations: `
          SELECT processing_runs.video_id, count(*) AS runs FROM processing_runs
           WHERE processing_runs.state = 'active' GROUP BY processing_runs.video_id HAVING count(*) > 1`,
      },
      {
        name: 'no worker holds a step long beyond its lease',
        violations: `
          SELECT processing_steps.id, processing_steps.lease_until FROM processing_steps
           WHERE processing_steps.state = 'running' AND processing_steps.lease_until < now() - interval '5 minutes'`,
      },
    );
  }
}
