import { defineError } from '#kernel/domain-error';

export const MallNotFound = defineError({
  code: 'MALL_NOT_FOUND',
  kind: 'not_found',
  title: 'No such mall',
  says: 'There is no mall with this id.',
});

export const StoreNotFound = defineError({
  code: 'STORE_NOT_FOUND',
  kind: 'not_found',
  title: 'No such store',
  says: 'This mall has no store with this id.',
});

export const PinNotFound = defineError({
  code: 'PIN_NOT_FOUND',
  kind: 'not_found',
  title: 'No such pin',
  says: 'This mall has no pin with this id.',
});

export const NotYourMall = defineError({
  code: 'NOT_YOUR_MALL',
  kind: 'forbidden',
  title: 'Not your mall',
  says: 'You are no member of this mall.',
});

export const NotForYourRole = defineError({
  code: 'NOT_FOR_YOUR_ROLE',
  kind: 'forbidden',
  title: 'Not for your role',
  says: 'Admins keep malls and their operators; operators keep the stores, pins and tenants of their malls.',
});

/** An id in a body, not the thing that is asked for. */
export const StoreUnknown = defineError({
  code: 'STORE_UNKNOWN',
  kind: 'invalid',
  title: 'No such store in this mall',
  says: 'store_id names no store of this mall.',
});

export const MallUnknown = defineError({
  code: 'MALL_UNKNOWN',
  kind: 'invalid',
  title: 'No such mall',
  says: 'mall_id names no mall.',
});

export const PinUnknown = defineError({
  code: 'PIN_UNKNOWN',
  kind: 'invalid',
  title: 'No such pin in this mall',
  says: 'pin_id names no pin of this mall.',
});

export const RoleAndStoreMismatch = defineError({
  code: 'ROLE_AND_STORE_MISMATCH',
  kind: 'invalid',
  title: 'Role and store do not fit together',
  says: 'A tenant belongs to one store, an operator to the whole mall.',
});

export const NotEmpty = defineError({
  code: 'NOT_EMPTY',
  kind: 'conflict',
  title: 'Something still points at it',
  says: 'Something still points at it.',
});
