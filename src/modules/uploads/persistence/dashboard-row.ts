import { asId, type MallId, type PinId } from '#kernel/id';
import type { DashboardSession } from '../domain/dashboard-session';

export interface DashboardRow {
  readonly id: string;
  readonly owner_id: string;
  readonly state: DashboardSession['state'];
  readonly mall_id: MallId | null;
  readonly pin_id: PinId | null;
  readonly recorded_at: Date | null;
  readonly expires_at: Date;
  readonly is_expired: boolean;
  readonly attempt: number;
  readonly is_receiving: boolean;
  readonly percent: number;
  readonly video_id: string | null;
}

export const DASHBOARD_COLUMNS = `
  dashboard_sessions.id, dashboard_sessions.owner_id, dashboard_sessions.state, dashboard_sessions.mall_id,
  dashboard_sessions.pin_id, dashboard_sessions.recorded_at,
  dashboard_sessions.expires_at, dashboard_sessions.expires_at <= now() AS is_expired, dashboard_sessions.attempt,
  COALESCE(dashboard_sessions.lease_until > now(), false) AS is_receiving, dashboard_sessions.percent,
  dashboard_sessions.video_id`;

export function toDashboardSession(row: DashboardRow): DashboardSession {
  return {
    id: asId(row.id),
    ownerId: asId(row.owner_id),
    state: row.state,
    place: { mallId: row.mall_id, pinId: row.pin_id },
    recordedAt: row.recorded_at,
    expiresAt: row.expires_at,
    isExpired: row.is_expired,
    attempt: row.attempt,
    isReceiving: row.is_receiving,
    percent: row.percent,
    videoId: row.video_id === null ? null : asId(row.video_id),
  };
}
