import { defineError } from '#kernel/domain-error';

export const InvalidCredentials = defineError({
  code: 'INVALID_CREDENTIALS',
  kind: 'unauthenticated',
  title: 'Wrong e-mail address or password',
  says: 'The e-mail address or the password is wrong.',
});

export const TooManyFailedLogins = defineError({
  code: 'TOO_MANY_FAILED_LOGINS',
  kind: 'rate_limited',
  title: 'Too many failed logins',
  says: 'Too many failed logins for this account; wait before the next try.',
});

export const RefreshTokenInvalid = defineError({
  code: 'REFRESH_TOKEN_INVALID',
  kind: 'unauthenticated',
  title: 'The refresh token is not good',
  says: 'The refresh token is unknown, expired, used or revoked; log in again.',
});

export const RegistrationClosed = defineError({
  code: 'REGISTRATION_CLOSED',
  kind: 'forbidden',
  title: 'Registration is closed',
  says: 'Accounts are made by an admin here.',
});

export const EmailTaken = defineError({
  code: 'EMAIL_TAKEN',
  kind: 'conflict',
  title: 'The e-mail address is taken',
  says: 'There is an account with this e-mail address.',
});

export const UserNotFound = defineError({
  code: 'USER_NOT_FOUND',
  kind: 'not_found',
  title: 'No such user',
  says: 'There is no user with this id.',
});

/** An id in a body, not the thing that is asked for. */
export const UserUnknown = defineError({
  code: 'USER_UNKNOWN',
  kind: 'invalid',
  title: 'No such user',
  says: 'user_id names no user.',
});

export const AlreadyMember = defineError({
  code: 'ALREADY_A_MEMBER',
  kind: 'conflict',
  title: 'Is a member already',
  says: 'This user has this role there already.',
});

export const MemberNotFound = defineError({
  code: 'MEMBER_NOT_FOUND',
  kind: 'not_found',
  title: 'No such member',
  says: 'This mall has no member with this id.',
});

export const OwnAccount = defineError({
  code: 'OWN_ACCOUNT',
  kind: 'conflict',
  title: 'Not on your own account',
  says: 'Nobody changes their own role or disables themselves: ask another admin.',
});

export const NotAnAdmin = defineError({
  code: 'NOT_AN_ADMIN',
  kind: 'forbidden',
  title: 'Only an admin may do this',
  says: 'You are no admin any more.',
});

export const TooManyHashes = defineError({
  code: 'TOO_MANY_LOGINS_AT_ONCE',
  kind: 'unavailable',
  title: 'Too many logins at once',
  says: 'Too many passwords are being checked at this moment; try again soon.',
});
