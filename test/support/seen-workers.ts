import { eventually } from './eventually';
import type { Scene } from './scene';

export interface Health {
  readonly status: string;
  readonly dependencies: {
    readonly workers: {
      readonly status: string;
      readonly facts: { readonly says?: string; readonly workers: readonly SeenWorker[] };
    };
  };
}

export interface SeenWorker {
  readonly takes_steps: boolean;
  readonly problems: readonly string[];
  readonly ffmpeg: string | null;
  readonly sandbox: Readonly<Record<string, string>>;
}

/** The workers of a scene as admins are told of them. */
export class SeenWorkers {
  constructor(private readonly scene: Scene) {}

  async health(): Promise<Health> {
    return (await (await this.scene.admin()).client.get('/health')).json<Health>();
  }

  async now(): Promise<Health['dependencies']['workers']> {
    return (await this.health()).dependencies.workers;
  }

  until(count: number): Promise<readonly SeenWorker[]> {
    return eventually(`${String(count)} workers are seen`, async () => {
      const { facts } = await this.now();
      return facts.workers.length === count ? facts.workers : null;
    });
  }
}
