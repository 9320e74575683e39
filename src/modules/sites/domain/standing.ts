import type { Membership } from '#kernel/actor';
import { RoleAndStoreMismatch } from './site.errors';

/** As what somebody belongs to a mall. */
export type Standing = Pick<Membership, 'role' | 'storeId'>;

/** A tenant is one of a store, an operator one of the whole mall. */
export function requireFit({ role, storeId }: Standing): void {
  if ((role === 'tenant') === (storeId !== null)) return;
  const [code, message] =
    role === 'tenant'
      ? ['REQUIRED', 'store_id must name the store of a tenant']
      : ['NOT_FOR_OPERATORS', 'store_id is for tenants alone'];
  throw RoleAndStoreMismatch(undefined, { faults: [{ field: 'store_id', code, message }] });
}

/** Whoever becomes operator leaves their store, said or not. */
export function changedStanding(standing: Standing, { role, storeId }: Partial<Standing>): Standing {
  const next = role ?? standing.role;
  const kept = next === 'operator' ? null : standing.storeId;
  return { role: next, storeId: storeId === undefined ? kept : storeId };
}
