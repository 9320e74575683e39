import type { Scene } from './scene';

export interface TrailRow {
  readonly actor_type: string;
  readonly actor_id: string | null;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What the audit trail tells of one thing, oldest first. */
export function trailOf(scene: Scene, id: string): Promise<TrailRow[]> {
  return scene.sql<TrailRow>(
    `SELECT actor_type, actor_id, action, before, after FROM audit_events WHERE target_id = $1 ORDER BY id`,
    [id],
  );
}

/** What the world was told about it, oldest first, and whose it was said to be. */
export function factsAbout(
  scene: Scene,
  id: string,
): Promise<{ type: string; owner_id: string | null; data: unknown }[]> {
  return scene.sql(`SELECT type, owner_id, data FROM outbox WHERE subject_id = $1 ORDER BY id`, [id]);
}
