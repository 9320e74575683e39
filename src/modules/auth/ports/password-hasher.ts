export abstract class PasswordHasher {
  /** Throws TOO_MANY_LOGINS_AT_ONCE rather than let memory grow. */
  abstract hash(password: string): Promise<string>;
  /** With null it does the same work and answers false: an unknown user must not be told apart by time. */
  abstract verify(hash: string | null, password: string): Promise<boolean>;
  /** True when the hash was made with weaker parameters than today's. */
  abstract isOutdated(hash: string): boolean;
}
