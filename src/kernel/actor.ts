import type { ApiKeyId, MallId, SessionId, StoreId, UserId } from './id';

/** Strongest first: a user is shown with the strongest role that it holds anywhere. */
export const ROLES = ['admin', 'operator', 'tenant', 'user'] as const;
export type Role = (typeof ROLES)[number];

/** What a credential may be used for. A signed-in user holds all of them; an API key a chosen few. */
export const SCOPES = [
  'videos:read',
  'videos:write',
  'uploads:write',
  'analyses:read',
  'analyses:write',
  'sites:manage',
  'batches:read',
  'batches:write',
  'webhooks:manage',
  'moderation:review',
  'stats:read',
  'admin',
] as const;
export type Scope = (typeof SCOPES)[number];

export interface Membership {
  readonly mallId: MallId;
  readonly role: 'operator' | 'tenant';
  readonly storeId: StoreId | null;
}

/** Where a ticket lets in: a credential of one minute that may stand in an address. */
export type TicketUse = 'events';

/** Where a request came from: kept with what it did, never used to decide who it is. */
export interface Origin {
  readonly address: string;
  readonly requestId: string;
}

export interface Visitor {
  readonly kind: 'visitor';
  readonly origin: Origin;
}

/** What a person signs in to. */
export interface SessionCredential {
  readonly kind: 'session';
  readonly id: SessionId;
}

/** What vouches for a caller. */
export type Credential = SessionCredential | { readonly kind: 'api_key'; readonly id: ApiKeyId };

/** A user who shows a good credential, whichever. */
export interface SignedInUser {
  readonly kind: 'user';
  readonly userId: UserId;
  readonly credential: Credential;
  readonly role: Role;
  readonly memberships: readonly Membership[];
  readonly scopes: ReadonlySet<Scope>;
  readonly origin: Origin;
}

/** A user in person: what decides over credentials and roles takes one, never a key. */
export interface Person extends SignedInUser {
  readonly credential: SessionCredential;
}

/** The service itself: sweeps, first set-up. */
export interface System {
  readonly kind: 'system';
  readonly origin: Origin;
}

export type Actor = Visitor | SignedInUser | System;

export const EVERY_SCOPE: ReadonlySet<Scope> = new Set(SCOPES);

export const SYSTEM: System = { kind: 'system', origin: { address: 'internal', requestId: 'internal' } };

export function isPerson(actor: Actor): actor is Person {
  return actor.kind === 'user' && actor.credential.kind === 'session';
}

export function strongestRole(isAdmin: boolean, memberships: readonly Membership[]): Role {
  if (isAdmin) return 'admin';
  if (memberships.some((membership) => membership.role === 'operator')) return 'operator';
  return memberships.length > 0 ? 'tenant' : 'user';
}
