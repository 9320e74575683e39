import { Injectable } from '@nestjs/common';
import type { RequestHandler } from 'express';
import type { DomainError } from '#kernel/domain-error';
import type { FramegateRequest } from '../server/framegate-request';

interface Addition {
  /** Of the path behind any older spelling of it. */
  readonly path: RegExp;
  readonly membersOf: (error: DomainError, request: FramegateRequest) => Readonly<Record<string, unknown>>;
}

/** Routes whose contract asks for further members of every problem document, whoever refuses. Modules add theirs. */
@Injectable()
export class ProblemMembers {
  private readonly additions: Addition[] = [];

  add(...additions: readonly Addition[]): void {
    this.additions.push(...additions);
  }

  readonly handle: RequestHandler = (incoming, _response, next) => {
    const request = incoming as FramegateRequest;
    const addition = this.additions.find(({ path }) => path.test(request.path));
    if (addition !== undefined) request.problemMembers = (error) => addition.membersOf(error, request);
    next();
  };
}
