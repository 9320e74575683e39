import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { UnitOfWork } from '#kernel/unit-of-work';
import { TooManyHashes } from '../domain/auth.errors';
import { PasswordHasher } from '../ports/password-hasher';

/** argon2id, the library's default, with what OWASP asks for at least; each hash takes about 20 MiB and 30 ms, so that two at a time are enough. */
const PARAMETERS = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;
const PARAMETERS_IN_HASH = `$m=${String(PARAMETERS.memoryCost)},t=${String(PARAMETERS.timeCost)},p=${String(PARAMETERS.parallelism)}$`;
const AT_ONCE = 2;
const WAITING = 50;

@Injectable()
export class Argon2PasswordHasher extends PasswordHasher {
  private readonly gate = pLimit(AT_ONCE);
  private decoy: Promise<string> | null = null;

  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  hash(password: string): Promise<string> {
    return this.admit(() => hash(password, PARAMETERS));
  }

  async verify(known: string | null, password: string): Promise<boolean> {
    if (known !== null) return this.admit(() => verify(known, password));
    this.decoy ??= hash('a password that nobody has', PARAMETERS);
    const decoy = await this.decoy;
    await this.admit(() => verify(decoy, password));
    return false;
  }

  isOutdated(known: string): boolean {
    return !known.startsWith('$argon2id$') || !known.includes(PARAMETERS_IN_HASH);
  }

  private admit<T>(work: () => Promise<T>): Promise<T> {
    this.unitOfWork.refuseSlowCall('A password hash');
    if (this.gate.pendingCount >= WAITING) throw TooManyHashes(undefined, { retryAfterSeconds: 2 });
    return this.gate(work);
  }
}
