export interface LoginAttempt {
  readonly email: string;
  readonly address: string;
}

/** Slows guessing down, per account and address. */
export abstract class LoginThrottle {
  /** Throws TOO_MANY_FAILED_LOGINS when the attempt comes too soon. */
  abstract admit(attempt: LoginAttempt): Promise<void>;
  abstract noteFailure(attempt: LoginAttempt): Promise<void>;
}
