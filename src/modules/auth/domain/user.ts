import type { Membership } from '#kernel/actor';
import type { UserId } from '#kernel/id';

/** Somebody with an account. */
export interface User {
  readonly id: UserId;
  readonly email: string;
  readonly name: string | null;
  readonly isAdmin: boolean;
  readonly isDisabled: boolean;
  readonly memberships: readonly Membership[];
  readonly createdAt: Date;
}

export const PASSWORD_MIN_LENGTH = 12;
/** Beyond this a password is a denial of service. */
export const PASSWORD_MAX_LENGTH = 1024;

/** Addresses that differ in case alone are one mailbox everywhere that matters. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}
