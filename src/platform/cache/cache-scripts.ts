/** An entry is its epoch, when it was asked for, the shape of what follows, and that. */
const EPOCH_LENGTH = 16;
const STAMP_LENGTH = 16;
export const SHAPE_LENGTH = 8;
const HEAD_LENGTH = EPOCH_LENGTH + STAMP_LENGTH + SHAPE_LENGTH;

const [STAMP_FROM, STAMP_TO] = [EPOCH_LENGTH + 1, EPOCH_LENGTH + STAMP_LENGTH];
const [SHAPE_FROM, SHAPE_TO] = [STAMP_TO + 1, HEAD_LENGTH];

/** Later than every stamp. */
export const NEVER = '9'.repeat(STAMP_LENGTH);

/** For how long an epoch outlives the entries of its time: a load that takes longer is not kept. */
const LOADING_SECONDS = 30;

/**
 * KEYS: entry, epoch. ARGV: the oldest stamp that is trusted, the shape, a new epoch, seconds. Answers what the entry holds; or,
 * where there is none, a stamp, and the epoch with which one may be kept. Who begins an epoch may not: what is asked for once
 * is not worth the keeping. Stamps are microseconds on Redis' own clock.
 */
export const READ_ENTRY_LUA = `
local epoch = redis.call('GET', KEYS[2])
if epoch then
  local entry = redis.call('GET', KEYS[1])
  if entry and string.sub(entry, 1, ${String(EPOCH_LENGTH)}) == epoch
     and string.sub(entry, ${String(STAMP_FROM)}, ${String(STAMP_TO)}) >= ARGV[1]
     and string.sub(entry, ${String(SHAPE_FROM)}, ${String(SHAPE_TO)}) == ARGV[2] then
    return string.sub(entry, ${String(HEAD_LENGTH + 1)})
  end
else
  redis.call('SET', KEYS[2], ARGV[3], 'EX', ARGV[4])
end
local time = redis.call('TIME')
return { string.format('%010d%06d', time[1], time[2]), epoch }`;

/** KEYS: entry, epoch. ARGV: epoch, stamp, shape, what to keep, seconds. Refused when the epoch is another one by now. */
export const KEEP_ENTRY_LUA = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1] .. ARGV[2] .. ARGV[3] .. ARGV[4], 'EX', ARGV[5])
redis.call('EXPIRE', KEYS[2], ARGV[5] + ${String(LOADING_SECONDS)})
return 1`;

let epochs = 0;

/** Another one every time, of every process. */
export function newEpoch(processPart: string): string {
  epochs += 1;
  return processPart + epochs.toString(36).padStart(EPOCH_LENGTH - processPart.length, '0');
}
