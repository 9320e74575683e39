import type { DomainError } from '#kernel/domain-error';
import { StreamedRoutes } from '#platform/http/body/streamed-routes';
import { RequestTimedOut, Unauthenticated } from '#platform/http/http.errors';
import { ProblemMembers } from '#platform/http/problems/problem-members';
import type { FramegateRequest } from '#platform/http/server/framegate-request';
import { FailedAttempt } from '../domain/failed-attempt';
import { NotAVideo } from '../domain/upload.errors';
import { DashboardProblems, problemOf } from './dashboard-problems';

const SESSION = '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4';
const BODY = `/api/v1/dashboard/upload/${SESSION}`;

function members(
  path: string,
  error: DomainError,
  method = 'POST',
): Readonly<Record<string, unknown>> | null {
  const problems = new ProblemMembers();
  new DashboardProblems(problems, new StreamedRoutes()).onModuleInit();
  const request = { path, method } as FramegateRequest;
  problems.handle(request, {} as never, () => undefined);
  return request.problemMembers?.(error) ?? null;
}

describe('a problem of the dashboard', () => {
  it('says that nothing was begun when somebody refused before', () => {
    expect(members(BODY, Unauthenticated())).toEqual({
      error_message: 'This request needs a valid access token.',
      details: { video_id: null, session_id: SESSION, s3_key: null, user_id: null, validation_errors: [] },
      cleanup_performed: true,
      cleanup_details: {
        s3_cleanup: 'not_needed',
        session_cleanup: 'not_needed',
        database_cleanup: 'not_needed',
      },
    });
  });

  it('says that everything is pending when a sender was too slow, who is answered before all is undone', () => {
    const pending = {
      cleanup_performed: false,
      cleanup_details: { s3_cleanup: 'pending', session_cleanup: 'pending', database_cleanup: 'pending' },
    };
    expect(members(BODY, RequestTimedOut())).toMatchObject(pending);
    expect(members('/api/v1/dashboard/upload', RequestTimedOut())).toMatchObject({ cleanup_performed: true });
  });

  it('tells what became of an attempt, and what the refusal itself has to say', () => {
    const cause = NotAVideo('It is damaged.', { details: { validation_errors: ['It is damaged.'] } });
    const upload = { videoId: 'v', stagingKey: 's', originalKey: 'o' };
    const attempt = { sessionId: 'i', userId: 'u', upload, hasWritten: true } as never;
    const cleanup = { store: 'pending', session: 'done', database: 'done' } as const;
    const error = problemOf(new FailedAttempt(cause, attempt, cleanup));
    expect(error.code).toBe('NOT_A_VIDEO');
    expect(members(BODY, error)).toMatchObject({
      error_message: 'It is damaged.',
      details: { video_id: 'v', s3_key: 'o', validation_errors: ['It is damaged.'] },
      cleanup_performed: false,
      cleanup_details: { s3_cleanup: 'pending', session_cleanup: 'done', database_cleanup: 'done' },
    });
  });

  it('is only at the dashboard another one', () => {
    expect(members('/api/v1/videos', Unauthenticated())).toBeNull();
    expect(members(`${BODY}/status`, Unauthenticated(), 'GET')).toMatchObject({
      details: { session_id: SESSION },
    });
  });
});
