/** So many at once, then so many a second: the generic cell rate algorithm, which keeps one number for each caller. */
export interface RatePolicy {
  /** Named in the RateLimit headers. */
  readonly name: string;
  readonly perSecond: number;
  readonly burst: number;
}

export interface RateVerdict {
  readonly isAllowed: boolean;
  readonly remaining: number;
  /** Until one more request is allowed; 0 when it is. */
  readonly retryAfterSeconds: number;
  /** Until the whole burst is there again. */
  readonly resetSeconds: number;
}

export interface Taken {
  readonly verdict: RateVerdict;
  /** When the bucket will be full again, in microseconds: the one number to keep. */
  readonly fullAt: number;
}

/**
 * Whole microseconds, as every time here: in fractions, the sum of a time and an interval is rounded, now and then to more
 * than the capacity, and then nobody would ever be let through at a burst of one.
 */
export function intervalMicros({ perSecond }: RatePolicy): number {
  return Math.ceil(1_000_000 / perSecond);
}

export function takeToken(
  policy: RatePolicy,
  fullAt: number | undefined,
  nowMicros: number,
  cost: number,
): Taken {
  const interval = intervalMicros(policy);
  const capacity = interval * policy.burst;
  const before = Math.max(fullAt ?? nowMicros, nowMicros);
  const after = before + cost * interval;
  const isAllowed = after - nowMicros <= capacity;
  const now = isAllowed ? after : before;
  return {
    fullAt: now,
    verdict: {
      isAllowed,
      remaining: Math.max(0, Math.floor((capacity - (now - nowMicros)) / interval)),
      retryAfterSeconds: isAllowed ? 0 : (after - nowMicros - capacity) / 1_000_000,
      resetSeconds: (now - nowMicros) / 1_000_000,
    },
  };
}

/**
 * The same in Redis, atomically and on Redis' own clock, so that processes with different clocks share one bucket.
 * KEYS: the bucket. ARGV: interval and capacity in microseconds, cost. Answers: allowed, full at, now; all in microseconds.
 */
export const TAKE_TOKEN_LUA = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local interval, capacity, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local before = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local after = before + cost * interval
if after - now > capacity then
  return { 0, string.format('%.0f', before), string.format('%.0f', now) }
end
if after > now then
  redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000) + 1)
end
return { 1, string.format('%.0f', after), string.format('%.0f', now) }`;
