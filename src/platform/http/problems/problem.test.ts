import { defineError, type ErrorKind } from '#kernel/domain-error';
import { problemOf } from './problem';
import { STATUS_OF_KIND } from './status-of-kind';

const at = new Date('2026-11-20T12:00:00Z');
const occurrence = { path: '/api/v1/things', requestId: 'request-1', at };
const OutOfTea = defineError({
  code: 'OUT_OF_TEA',
  kind: 'conflict',
  title: 'No tea',
  says: 'There is no tea.',
});

describe('a problem document', () => {
  it('says what kind of problem it is, and what happened this time', () => {
    expect(problemOf(OutOfTea('The tea of Tuesday is gone.'), occurrence)).toEqual({
      type: 'urn:framegate:problem:out-of-tea',
      title: 'No tea',
      status: 409,
      detail: 'The tea of Tuesday is gone.',
      instance: '/api/v1/things',
      error_code: 'OUT_OF_TEA',
      request_id: 'request-1',
      timestamp: '2026-11-20T12:00:00.000Z',
    });
  });

  it('has a sentence of its own where nobody says more', () => {
    expect(problemOf(OutOfTea(), occurrence).detail).toBe('There is no tea.');
  });

  it('carries faults and facts, and never the cause', () => {
    const faults = [{ field: 'cup', code: 'EMPTY', message: 'cup is empty' }];
    const error = OutOfTea(undefined, { faults, details: { left: 0 }, cause: new Error('secret') });
    const problem = problemOf(error, occurrence);
    expect(problem).toMatchObject({ errors: faults, details: { left: 0 } });
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it('has an error status for every kind of error', () => {
    const kinds = Object.keys(STATUS_OF_KIND) as ErrorKind[];
    expect(kinds.filter((kind) => STATUS_OF_KIND[kind] < 400 || STATUS_OF_KIND[kind] > 599)).toEqual([]);
    expect(new Set(Object.values(STATUS_OF_KIND)).size).toBe(kinds.length);
  });
});
