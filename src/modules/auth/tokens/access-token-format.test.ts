import { ACCESS_TOKEN, keyIdOf } from './access-token-format';

const KEY_ID = 'abcDEF012_-9';
const OURS = { alg: ACCESS_TOKEN.algorithm, typ: ACCESS_TOKEN.type, kid: KEY_ID };

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const tokenOf = (header: unknown, { claims = encode({ sub: '1' }), signature = encode('signature') } = {}) =>
  `${typeof header === 'string' ? header : encode(header)}.${claims}.${signature}`;

describe('the key that an access token names', () => {
  it('is told for a token that looks like ours', () => {
    expect(keyIdOf(tokenOf(OURS))).toBe(KEY_ID);
    expect(keyIdOf(tokenOf({ kid: KEY_ID, typ: OURS.typ, alg: OURS.alg }))).toBe(KEY_ID);
  });

  it.each([
    ['has no algorithm', { ...OURS, alg: 'none' }],
    ['has another algorithm', { ...OURS, alg: 'RS256' }],
    ['spells the algorithm otherwise', { ...OURS, alg: 'hs256' }],
    ['is of another type', { ...OURS, typ: 'JWT' }],
    ['has no type', { alg: OURS.alg, kid: KEY_ID }],
    ['has no key id', { alg: OURS.alg, typ: OURS.typ }],
    ['has a path for a key id', { ...OURS, kid: '../../etc/pw' }],
    ['has SQL for a key id', { ...OURS, kid: "' OR '1'='1" }],
    ['has a list for a key id', { ...OURS, kid: [KEY_ID] }],
    ['has a key id that is too long', { ...OURS, kid: `${KEY_ID}x` }],
    ['brings its own key', { ...OURS, jwk: { kty: 'oct', k: 'AAAA' } }],
    ['names an address of keys', { ...OURS, jku: 'https://evil.example/keys' }],
    ['names a certificate', { ...OURS, x5u: 'https://evil.example/cert' }],
    ['has critical extensions', { ...OURS, crit: ['exp'] }],
    ['has a list for a header', [OURS]],
    ['has nothing for a header', null],
    ['has a header that is no JSON', 'bm90IGpzb24'],
  ])('is not told when the token %s', (_why, header) => {
    expect(keyIdOf(tokenOf(header))).toBeNull();
  });

  it.each([
    ['two parts', tokenOf(OURS).split('.').slice(0, 2).join('.')],
    ['four parts', `${tokenOf(OURS)}.more`],
    ['an empty signature', tokenOf(OURS, { signature: '' })],
    ['padding', tokenOf(OURS, { claims: `${encode({ sub: '12' })}==` })],
    ['the other alphabet', tokenOf(OURS, { signature: 'ab+/' })],
    ['white space', tokenOf(OURS, { claims: ` ${encode({})}` })],
    ['bits that no byte has', tokenOf(OURS, { signature: 'QUJDRB' })],
    ['more than four thousand characters', tokenOf(OURS, { claims: 'A'.repeat(4_096) })],
    ['nothing', ''],
  ])('is not told when the token has %s', (_why, token) => {
    expect(keyIdOf(token)).toBeNull();
  });
});
