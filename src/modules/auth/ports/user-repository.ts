import type { UserId } from '#kernel/id';

export interface NewUser {
  readonly id: UserId;
  readonly email: string;
  readonly name: string | null;
  readonly passwordHash: string;
  readonly isAdmin: boolean;
}

export interface Account {
  readonly id: UserId;
  readonly passwordHash: string;
  readonly isDisabled: boolean;
}

/** The write side. Verbs that change a state answer whether they changed anything. */
export abstract class UserRepository {
  /** Throws EMAIL_TAKEN. */
  abstract insert(user: NewUser): Promise<void>;
  abstract findAccount(email: string): Promise<Account | null>;
  abstract rename(id: UserId, name: string | null): Promise<void>;
  abstract replacePassword(id: UserId, passwordHash: string): Promise<void>;
  abstract grantAdmin(id: UserId): Promise<boolean>;
  abstract revokeAdmin(id: UserId): Promise<boolean>;
  abstract disable(id: UserId): Promise<boolean>;
  abstract enable(id: UserId): Promise<boolean>;
  /** Locks and lists the admins who can still act, so that two of them cannot unseat each other at once. */
  abstract lockActiveAdmins(): Promise<readonly UserId[]>;
  abstract hasActiveAdmin(): Promise<boolean>;
  /** Held until the transaction ends: only one process makes the first admin. */
  abstract lockFirstAdmin(): Promise<void>;
}
