import { ShortMemory } from './index';

describe('a short memory', () => {
  let now = 0;
  let asked: string[];
  let memory: ShortMemory<string, string>;
  const get = (key: string) =>
    memory.get(key, () => {
      asked.push(key);
      return Promise.resolve(`${key} at ${String(now)}`);
    });

  beforeEach(() => {
    now = 1_000;
    asked = [];
    memory = new ShortMemory({ freshMs: 100, most: 2 });
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  it('asks once for what is wanted at the same time, and again when it is no longer fresh', async () => {
    expect(await Promise.all([get('a'), get('a')])).toEqual(['a at 1000', 'a at 1000']);
    now = 1_099;
    expect(await get('a')).toBe('a at 1000');
    now = 1_100;
    expect(await get('a')).toBe('a at 1100');
    expect(asked).toEqual(['a', 'a']);
  });

  it('counts an answer as old as its question', async () => {
    let answer: (value: string) => void = () => undefined;
    const slow = memory.get('a', () => new Promise((resolve) => (answer = resolve)));
    now = 1_100;
    answer('late');
    expect(await slow).toBe('late');
    expect(await get('a')).toBe('a at 1100');
  });

  it('forgets one, or all', async () => {
    await Promise.all([get('a'), get('b')]);
    memory.forget('a');
    await Promise.all([get('a'), get('b')]);
    memory.forgetAll();
    await Promise.all([get('a'), get('b')]);
    expect(asked).toEqual(['a', 'b', 'a', 'a', 'b']);
  });

  it('remembers no failure, and does not let an old one undo a new answer', async () => {
    let fail: (error: Error) => void = () => undefined;
    const failing = memory.get('a', () => new Promise((_resolve, reject) => (fail = reject)));
    memory.forget('a');
    await get('a');
    fail(new Error('too late'));
    await expect(failing).rejects.toThrow('too late');
    await get('a');
    expect(asked).toEqual(['a']);
    await expect(memory.get('b', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await get('b')).toBe('b at 1000');
  });

  it('lets go of the oldest when it is full', async () => {
    for (const key of ['a', 'b', 'c', 'b', 'c', 'a']) await get(key);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });
});
