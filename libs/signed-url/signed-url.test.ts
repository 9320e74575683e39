import { createSecretKey, randomBytes } from 'node:crypto';
import { SignedUrlRefused, UrlSigner } from './index';

const key = (id: string) => ({ id, key: createSecretKey(randomBytes(32)) });
const now = new Date('2026-11-20T12:00:00Z');
const expiresAt = now.getTime() / 1000 + 60;

describe('a signed link', () => {
  const signer = new UrlSigner([key('k1')]);
  const link = {
    method: 'PUT',
    path: '/storage/a/b.mp4',
    expiresAt,
    claims: { size: '100', type: 'video/mp4' },
  };
  const query = signer.sign(link);
  const verify = (changes: object = {}) => signer.verify({ ...link, query, now, ...changes });

  it('gives back what it allows', () => {
    expect(verify()).toEqual({ size: '100', type: 'video/mp4' });
  });

  it.each([
    ['another method', { method: 'GET' }],
    ['another path', { path: '/storage/a/c.mp4' }],
    ['another size', { query: { ...query, size: '101' } }],
    ['a claim more', { query: { ...query, acl: 'public' } }],
    [
      'a claim less',
      { query: Object.fromEntries(Object.entries(query).filter(([name]) => name !== 'size')) },
    ],
    ['a later end', { query: { ...query, expires: String(expiresAt + 1) } }],
    ['a member twice', { query: { ...query, expires: [String(expiresAt), '9'] } }],
    ['another key', { query: { ...query, kid: 'k2' } }],
    ['a signature in another spelling', { query: { ...query, sig: `${query.sig ?? ''}=` } }],
    ['a short signature', { query: { ...query, sig: (query.sig ?? '').slice(0, -2) } }],
    ['no signature', { query: { size: '100' } }],
  ])('is refused with %s', (_what, changes) => {
    expect(() => verify(changes)).toThrow(new SignedUrlRefused('altered'));
  });

  it('ends when it says', () => {
    expect(() => verify({ now: new Date(expiresAt * 1000) })).toThrow(new SignedUrlRefused('expired'));
  });

  it('outlives a rotation of the key', () => {
    const [old, fresh] = [key('old'), key('new')];
    const signed = new UrlSigner([old]).sign(link);
    expect(new UrlSigner([fresh, old]).verify({ ...link, query: signed, now })).toEqual(link.claims);
    expect(() => new UrlSigner([fresh]).verify({ ...link, query: signed, now })).toThrow(SignedUrlRefused);
  });
});
