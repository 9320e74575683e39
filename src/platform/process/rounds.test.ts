import { Logger } from '../logging/logger';
import { Rounds } from './rounds';

const silence = Logger.create({ level: 'silent', process: 'worker' });
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('rounds', () => {
  let rounds: Rounds;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    rounds = new Rounds(silence);
  });
  afterEach(async () => {
    await rounds.beforeApplicationShutdown();
    jest.useRealTimers();
  });

  it('begins at once and comes again in its period', async () => {
    const work = jest.fn(() => Promise.resolve());
    rounds.add({ name: 'a', everyMs: 1000, work });
    rounds.onApplicationBootstrap();
    expect(work).toHaveBeenCalledTimes(1);
    await nextTurn();
    jest.advanceTimersByTime(1000);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('does not begin twice what takes long, and holds up no other', () => {
    const long = jest.fn((stopping: AbortSignal) => new Promise((resolve) => (stopping.onabort = resolve)));
    const other = jest.fn(() => Promise.resolve());
    rounds.add({ name: 'long', everyMs: 10, work: long }, { name: 'other', everyMs: 1000, work: other });
    rounds.onApplicationBootstrap();
    jest.advanceTimersByTime(100);
    expect(long).toHaveBeenCalledTimes(1);
    expect(other).toHaveBeenCalledTimes(1);
  });

  it('comes again after a failure', async () => {
    const work = jest.fn(() => Promise.reject(new Error('no')));
    rounds.add({ name: 'a', everyMs: 1000, work });
    rounds.onApplicationBootstrap();
    await nextTurn();
    jest.advanceTimersByTime(1000);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('waits at the end for what is under way, and begins nothing more', async () => {
    let isOver = false;
    const work = jest.fn(async (stopping: AbortSignal) => {
      await new Promise((resolve) => (stopping.onabort = resolve));
      await nextTurn();
      isOver = true;
    });
    rounds.add({ name: 'a', everyMs: 1000, work });
    rounds.onApplicationBootstrap();
    await rounds.beforeApplicationShutdown();
    expect(isOver).toBe(true);
    jest.advanceTimersByTime(5000);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
