import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import type { DomainError } from '#kernel/domain-error';
import type { Clock } from '#kernel/clock';
import { Logger } from '../../logging/logger';
import { MethodNotAllowed, RouteNotFound } from '../http.errors';
import { methodsAt } from '../server/methods-at';
import type { FramegateRequest } from '../server/framegate-request';
import type { Refusals } from './refusals';
import { STATUS_OF_KIND } from './status-of-kind';
import { asDomainError } from './as-domain-error';
import { writeProblem } from './write-problem';

/** Every error that leaves the process goes through here, the framework's own included. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly clock: Clock,
    private readonly refusals: Refusals,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FramegateRequest>();
    const response = http.getResponse<Response>();
    const error = this.refine(asDomainError(thrown), request, response);
    this.log(error, thrown);
    this.refusals.tell(error, request);
    writeProblem(error, request, response, this.clock.now());
  }

  /** A known address with another method is 405, and says which methods it has. */
  private refine(error: DomainError, request: FramegateRequest, response: Response): DomainError {
    if (error.code !== RouteNotFound.code) return error;
    const methods = methodsAt(request.app, request.baseUrl + request.path);
    if (methods.length === 0) return error;
    response.setHeader('Allow', methods.join(', '));
    return MethodNotAllowed();
  }

  private log(error: DomainError, thrown: unknown): void {
    const status = STATUS_OF_KIND[error.definition.kind];
    // Not of our making: a server is away, or a disk is full. An operator reads of it, and nobody is to look for a defect.
    if (status === 503 || status === 507)
      this.logger.warn({ err: thrown, error_code: error.code }, 'request could not be served');
    else if (status >= 500) this.logger.error({ err: thrown, error_code: error.code }, 'request failed');
  }
}
