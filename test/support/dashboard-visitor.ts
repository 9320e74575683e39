import { randomUUID } from 'node:crypto';
import type { Answer } from './api-client';
import { formOf, type FormPart } from './form';
import { register, type Person } from './people';
import type { Scene } from './scene';

export interface DashboardSession {
  readonly session_id: string;
  readonly upload_url: string;
  readonly expires_at: string;
  readonly quota_remaining: number | null;
}

export interface DashboardProblem {
  readonly error_code: string;
  readonly detail: string;
  readonly error_message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly cleanup_performed: boolean;
  readonly cleanup_details: Readonly<Record<string, string>>;
}

export const NOTHING_BEGUN = {
  s3_cleanup: 'not_needed',
  session_cleanup: 'not_needed',
  database_cleanup: 'not_needed',
};
export const SESSION_ALONE = { ...NOTHING_BEGUN, session_cleanup: 'done' };
export const ALL_UNDONE = { s3_cleanup: 'done', session_cleanup: 'done', database_cleanup: 'done' };

/** Somebody at the dashboard. */
export class DashboardVisitor {
  private constructor(
    private readonly scene: Scene,
    readonly person: Person,
  ) {}

  /** At one of its processes, if it matters which. */
  static async in(scene: Scene, client = scene.client): Promise<DashboardVisitor> {
    return new DashboardVisitor(scene, await register(client));
  }

  get id(): string {
    return this.person.user.id;
  }

  get authorization(): string {
    return `Bearer ${this.person.session.access_token}`;
  }

  async open(body: object = {}): Promise<DashboardSession> {
    return (await this.person.client.post('/api/v1/dashboard/upload', body)).json<DashboardSession>();
  }

  send(session: DashboardSession, ...parts: readonly FormPart[]): Promise<Answer> {
    return this.person.client.ask('POST', pathOf(session), formOf(...parts));
  }

  cancel(session: DashboardSession): Promise<Answer> {
    return this.person.client.ask('DELETE', pathOf(session));
  }

  async status(session: DashboardSession): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.person.client.get(`${pathOf(session)}/status`);
    return answer.json<Readonly<Record<string, unknown>>>();
  }

  async quota(): Promise<{ readonly used: number; readonly storage_bytes_used: number }> {
    const answer = await this.person.client.get('/api/v1/quota');
    return answer.json<{ used: number; storage_bytes_used: number }>();
  }

  /** Rows that stand for something: none, when everything was undone. */
  async kept(): Promise<readonly object[]> {
    const reserved = await this.scene.sql(
      `SELECT reserved_bytes, stored_bytes, uploads FROM quota_usage
        WHERE owner_id = $1 AND reserved_bytes + stored_bytes + condemned_bytes + uploads <> 0`,
      [this.id],
    );
    const objects = await this.scene.sql(
      `SELECT key, state FROM storage_objects WHERE owner_id = $1 AND state IN ('intent', 'live')`,
      [this.id],
    );
    const videos = await this.scene.sql(
      'SELECT id, status FROM videos WHERE owner_id = $1 AND deleted_at IS NULL',
      [this.id],
    );
    return [...reserved, ...objects, ...videos];
  }
}

export function pathOf({ session_id: id }: Pick<DashboardSession, 'session_id'>): string {
  return `/api/v1/dashboard/upload/${id}`;
}

/** One that nobody opened. */
export function noSession(like: DashboardSession): DashboardSession {
  return { ...like, session_id: randomUUID() };
}
