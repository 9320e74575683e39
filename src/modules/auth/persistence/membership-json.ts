import type { Membership } from '#kernel/actor';

/** The memberships of a user as one JSON column, so that a user is one row. Expects `users` in the statement around it. */
export const MEMBERSHIPS_JSON = `
  COALESCE((
    SELECT json_agg(json_build_object(
             'mallId', memberships.mall_id, 'role', memberships.role, 'storeId', memberships.store_id
           ) ORDER BY memberships.id)
      FROM memberships WHERE memberships.user_id = users.id
  ), '[]') AS memberships`;

export interface WithMemberships {
  readonly memberships: readonly Membership[];
}
