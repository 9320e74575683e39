import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '#kernel/domain-error';
import { isId } from '#kernel/id';
import { StreamedRoutes } from '#platform/http/body/streamed-routes';
import { RequestTimedOut } from '#platform/http/http.errors';
import { asDomainError } from '#platform/http/problems/as-domain-error';
import { ProblemMembers } from '#platform/http/problems/problem-members';
import type { FramegateRequest } from '#platform/http/server/framegate-request';
import type { Cleanup, FailedAttempt } from '../domain/failed-attempt';

const DOOR = /^\/api\/v1\/dashboard\/upload(?:\/([^/]+)(?:\/status)?)?$/;
const BODY = /^\/api\/v1\/dashboard\/upload\/[^/]+$/;

const NOTHING_BEGUN: Cleanup = { store: 'not_needed', session: 'not_needed', database: 'not_needed' };
/** Who is too slow is answered while the attempt still holds what it has begun. */
const CUT_OFF: Cleanup = { store: 'pending', session: 'pending', database: 'pending' };

/** The dashboard's own shape of every refusal, whoever refuses; and that its bodies are streamed. */
@Injectable()
export class DashboardProblems implements OnModuleInit {
  constructor(
    private readonly members: ProblemMembers,
    private readonly streamed: StreamedRoutes,
  ) {}

  onModuleInit(): void {
    this.members.add({ path: DOOR, membersOf });
    this.streamed.add({ methods: ['POST'], path: BODY });
  }
}

/** The refusal inside a failed attempt, with all that the attempt knows. */
export function problemOf({ cause, attempt, cleanup }: FailedAttempt): DomainError {
  const { definition, message, facts } = asDomainError(cause);
  const { videoId = null, originalKey = null } = attempt.upload ?? {};
  return new DomainError(definition, message, {
    ...facts,
    details: { ...facts.details, video_id: videoId, s3_key: originalKey },
    cleanup: { ...cleanup },
    cause: facts.cause ?? cause,
  });
}

function membersOf(error: DomainError, request: FramegateRequest) {
  const { faults = [], details } = error.facts;
  const cleanup = cleanupOf(error, request);
  return {
    error_message: error.message,
    details: {
      video_id: null,
      session_id: sessionIn(request),
      s3_key: null,
      user_id: request.actor?.kind === 'user' ? request.actor.userId : null,
      validation_errors: faults.map(({ message }) => message),
      ...details,
    },
    cleanup_performed: !Object.values(cleanup).includes('pending'),
    cleanup_details: {
      s3_cleanup: cleanup.store,
      session_cleanup: cleanup.session,
      database_cleanup: cleanup.database,
    },
  };
}

function cleanupOf(error: DomainError, { method, path }: FramegateRequest): Cleanup {
  if (error.facts.cleanup !== undefined) return { ...NOTHING_BEGUN, ...error.facts.cleanup };
  const isBody = method === 'POST' && BODY.test(path);
  return isBody && error.code === RequestTimedOut.code ? CUT_OFF : NOTHING_BEGUN;
}

function sessionIn({ path }: FramegateRequest): string | null {
  const id = DOOR.exec(path)?.[1];
  return isId(id) ? id.toLowerCase() : null;
}
