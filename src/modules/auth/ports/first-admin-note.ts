export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Where an operator finds the password of an admin that was made up: on this machine, readable by its owner alone. */
export abstract class FirstAdminNote {
  /** Answers where it stands. */
  abstract write(credentials: Credentials): Promise<string>;
}
