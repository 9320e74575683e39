import {
  ForbiddenException,
  HttpException,
  InternalServerErrorException,
  NotFoundException,
} from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { RedisAway } from '../../redis/redis-courier';
import { RateLimited } from '../http.errors';
import { asDomainError } from './as-domain-error';

const withCode = (code: string, message = 'it failed') => Object.assign(new Error(message), { code });

describe('an error that reaches the edge', () => {
  it('passes as it is when it is one of ours', () => {
    const ours = RateLimited('Slower, please.');
    expect(asDomainError(ours)).toBe(ours);
  });

  it.each([
    ['a refused connection', withCode('ECONNREFUSED')],
    [
      'a refused connection on every address',
      new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]),
    ],
    ['a connection that broke', new Error('Connection terminated unexpectedly')],
    ['a connection that took too long', new Error('timeout exceeded when trying to connect')],
    ['a database that shuts down', withCode('57P01')],
    ['a database that starts', withCode('57P03')],
    ['too many connections', withCode('53300')],
    ['what the ORM wraps', new QueryFailedError('SELECT 1', [], withCode('08006'))],
    ['a cause further down', new Error('could not read', { cause: withCode('ECONNRESET') })],
    ['Redis out of reach', new RedisAway()],
  ])('asks to come again after %s', (_what, error) => {
    const told = asDomainError(error);
    expect(told.code).toBe('DEPENDENCY_UNAVAILABLE');
    expect(told.facts.retryAfterSeconds).toBeGreaterThan(0);
    expect(told.facts.cause).toBe(error);
  });

  it.each([
    ['a statement that took too long', withCode('57014')],
    ['a lock that somebody held too long', withCode('55P03')],
    ['a deadlock', new QueryFailedError('UPDATE', [], withCode('40P01'))],
    ['two transactions that cannot both be', withCode('40001')],
  ])('tells that it is busy after %s', (_what, error) => {
    expect(asDomainError(error)).toMatchObject({ code: 'OVERLOADED', facts: { retryAfterSeconds: 2 } });
  });

  it.each([
    [new NotFoundException(), 'ROUTE_NOT_FOUND'],
    [new ForbiddenException(), 'FORBIDDEN'],
    [new HttpException('no', 401), 'UNAUTHENTICATED'],
    [Object.assign(new Error('request entity too large'), { status: 413 }), 'BODY_TOO_LARGE'],
    [Object.assign(new Error('unsupported'), { status: 415 }), 'UNSUPPORTED_MEDIA_TYPE'],
    [Object.assign(new Error('request aborted'), { status: 400 }), 'MALFORMED_REQUEST'],
    [new URIError('URI malformed'), 'MALFORMED_REQUEST'],
    [new InternalServerErrorException(), 'INTERNAL'],
    [new HttpException('teapot', 418), 'INTERNAL'],
    [new TypeError('x is undefined'), 'INTERNAL'],
    [withCode('23505'), 'INTERNAL'],
    ['a thrown text', 'INTERNAL'],
    [undefined, 'INTERNAL'],
    [null, 'INTERNAL'],
  ])('becomes what the caller can understand: %p is %s', (error, code) => {
    expect(asDomainError(error).code).toBe(code);
  });

  it('tells nothing about the inside', () => {
    const told = asDomainError(new Error('SELECT password_hash FROM users at /srv/app.js:3'));
    expect(told.message).not.toMatch(/SELECT|users|app\.js/);
  });
});
