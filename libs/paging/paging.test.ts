import { createSecretKey, randomBytes } from 'node:crypto';
import { CursorCodec, pageOf, type PageRequest } from './index';

const key = () => createSecretKey(randomBytes(32));

describe('a cursor', () => {
  const codec = new CursorCodec([key()]);

  it('comes back as it was written', () => {
    const text = codec.write('users', ['2026-11-20', null, 3]);
    expect(codec.read('users', text)).toEqual(['2026-11-20', null, 3]);
  });

  it('fits no other list', () => {
    expect(codec.read('videos', codec.write('users', ['a']))).toBeNull();
  });

  it('cannot be altered in any byte', () => {
    const bytes = Buffer.from(codec.write('users', ['abc', 1]), 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const forged = Buffer.from(bytes);
      forged[index] = (forged[index] ?? 0) ^ 1;
      expect(codec.read('users', forged.toString('base64url'))).toBeNull();
    }
  });

  it.each(['', 'x', '!!!!', 'AAAA=='])('refuses %j', (text) => {
    expect(codec.read('users', text)).toBeNull();
  });

  it('outlives a rotation of the secret', () => {
    const [old, fresh] = [key(), key()];
    const text = new CursorCodec([old]).write('users', ['a']);
    expect(new CursorCodec([fresh, old]).read('users', text)).toEqual(['a']);
    expect(new CursorCodec([fresh]).read('users', text)).toBeNull();
  });
});

describe('a page', () => {
  const request: PageRequest = { style: 'cursor', size: 2, offset: 0, page: null, after: null };
  const total = { count: 3, isCapped: false };

  it('points to what follows when a row too many came', () => {
    expect(pageOf([1, 2, 3], request, total, (item) => [item])).toEqual({
      items: [1, 2],
      total: 3,
      totalCapped: false,
      next: [2],
    });
  });

  it('ends without a pointer', () => {
    expect(pageOf([1, 2], request, total, (item) => [item]).next).toBeNull();
  });
});
