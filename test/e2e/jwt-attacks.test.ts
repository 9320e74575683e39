import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  encodePart,
  forgeAccessToken,
  readPart,
  signed,
  signingKey,
  type Forgery,
} from '../support/forged-tokens';
import { logIn, register, type Person } from '../support/people';
import { Scene } from '../support/scene';

const HOUR = 3600;
const YEAR_9999 = 253_370_764_800;
const stranger = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

describe('an access token', () => {
  let scene: Scene;
  let person: Person;

  beforeAll(async () => {
    scene = await Scene.open();
    person = await register(scene.client);
  });

  afterAll(() => scene.close());

  const verdictOn = async (token: string): Promise<string> =>
    (await scene.client.as(token).get('/api/v1/auth/me')).verdict;
  const forge = (forgery: Forgery): string =>
    forgeAccessToken(scene.variables, person.session.access_token, forgery);
  const parts = (): [string, string, string] =>
    person.session.access_token.split('.') as [string, string, string];

  it('is good as it was given, and signed again with the same key', async () => {
    expect(await verdictOn(person.session.access_token)).toBe('200');
    expect(await verdictOn(forge({}))).toBe('200');
    expect(await verdictOn(forge({ claims: ({ iat }) => ({ iat: iat - 800, exp: iat + 60 }) }))).toBe('200');
  });

  it('says little: no address, no name, no role', () => {
    const [header, payload] = parts();
    expect(Object.keys(readPart(header)).sort()).toEqual(['alg', 'kid', 'typ']);
    expect(Object.keys(readPart(payload)).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub']);
  });

  const forgeries: readonly (readonly [string, Forgery])[] = [
    ['another algorithm of the same family', { header: { alg: 'HS512' }, hash: 'sha512' }],
    [
      'an algorithm that signs with its public key',
      { header: { alg: 'RS256' }, key: Buffer.from(stranger.publicKey) },
    ],
    ['the public key of a stranger as secret', { key: Buffer.from(stranger.publicKey) }],
    ['an empty secret', { key: Buffer.alloc(0) }],
    ['no key id', { header: { kid: undefined } }],
    ['an unknown key id', { header: { kid: 'AAAAAAAAAAAA' } }],
    ['a path as key id', { header: { kid: '../../../../dev/null' }, key: Buffer.alloc(0) }],
    ['SQL as key id', { header: { kid: "x' UNION SELECT 'secret" }, key: Buffer.from('secret') }],
    ['a list as key id', { header: { kid: ['a'] } }],
    [
      'a key of its own',
      { header: { jwk: { kty: 'oct', k: 'AAAA' } }, key: Buffer.from('AAAA', 'base64url') },
    ],
    ['an address of keys', { header: { jku: 'https://evil.example/keys' } }],
    ['a certificate', { header: { x5u: 'https://evil.example/cert', x5c: ['AAAA'] } }],
    ['critical extensions', { header: { crit: ['exp'] } }],
    ['another issuer', { claims: () => ({ iss: 'someone-else' }) }],
    ['another audience', { claims: () => ({ aud: 'framegate-playback' }) }],
    ['no audience', { claims: () => ({ aud: undefined }) }],
    ['the type of another kind of token', { header: { typ: 'JWT' } }],
    ['no type', { header: { typ: undefined } }],
    ['an end 31 seconds ago', { claims: ({ iat }) => ({ iat: iat - 900, exp: iat - 31 }) }],
    ['a beginning in the future', { claims: ({ iat }) => ({ nbf: iat + HOUR }) }],
    ['an issue in the future', { claims: ({ iat }) => ({ iat: iat + HOUR, exp: iat + HOUR + 900 }) }],
    ['no end', { claims: () => ({ exp: undefined }) }],
    ['an end in the year 9999', { claims: () => ({ exp: YEAR_9999 }) }],
    ['an end that is text', { claims: ({ exp }) => ({ exp: String(exp) }) }],
    ['no session', { claims: () => ({ sid: undefined }) }],
    ['a session that does not exist', { claims: () => ({ sid: '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4' }) }],
    ['a session that is no id', { claims: () => ({ sid: "' OR true --" }) }],
    ['no id', { claims: () => ({ jti: undefined }) }],
    ['somebody else as its user', { claims: () => ({ sub: '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4' }) }],
  ];

  it.each(forgeries)('with %s is refused', async (_what, forgery) => {
    expect(await verdictOn(forge(forgery))).toBe('401 UNAUTHENTICATED');
  });

  it.each(['none', 'NonE', 'NONE', ''])(
    'with the algorithm "%s" and no signature is refused',
    async (alg) => {
      const [header, payload] = parts();
      const unsigned = `${encodePart({ ...readPart(header), alg })}.${payload}`;
      for (const token of [`${unsigned}.`, unsigned, signed(unsigned, Buffer.alloc(0))]) {
        expect(await verdictOn(token)).toBe('401 UNAUTHENTICATED');
      }
    },
  );

  it('in another spelling of the same bytes is refused', async () => {
    const [header, payload, signature] = parts();
    const spellings = [
      `${header}.${payload}.${otherLastBits(signature)}`,
      `${header}.${payload}.${signature}=`,
      `${header}.${payload}.${signature} `.trim() + '%20',
      `${header}.${payload}.${Buffer.from(signature, 'base64url').toString('base64')}`.replaceAll('/', '_') +
        '=',
      `${header}=.${payload}.${signature}`,
      `.${header}.${payload}.${signature}`,
      `${header}.${payload}.${signature}.`,
    ];
    for (const token of spellings) expect(await verdictOn(token)).toBe('401 UNAUTHENTICATED');
  });

  it('that was cut, stretched or put together from two is refused', async () => {
    const [header, payload, signature] = parts();
    const other = (await logIn(scene.client, person.email)).session.access_token.split('.');
    const tokens = [
      `${header}.${payload}.${signature.slice(0, -1)}`,
      `${header}.${payload}.${signature}AAAA`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${header}..${signature}`,
      `${header}.${payload}.${other[2] ?? ''}`,
      `${header}.${other[1] ?? ''}.${signature}`,
      `${header}.${payload}.${randomBytes(32).toString('base64url')}`,
      'x'.repeat(8_000),
    ];
    for (const token of tokens) expect(await verdictOn(token)).toBe('401 UNAUTHENTICATED');
  });

  it('is refused in any other place than its header', async () => {
    const token = person.session.access_token;
    const { client } = scene;
    expect((await client.get(`/api/v1/auth/me?access_token=${token}`)).verdict).toBe('400 CREDENTIAL_IN_URL');
    expect((await client.with({ cookie: `access_token=${token}` }).get('/api/v1/auth/me')).status).toBe(401);
    expect((await client.with({ authorization: `Basic ${token}` }).get('/api/v1/auth/me')).status).toBe(401);
    expect((await client.with({ authorization: token }).get('/api/v1/auth/me')).status).toBe(401);
    expect((await client.with({ 'x-api-key': token }).get('/api/v1/auth/me')).status).toBe(401);
  });

  it('beside an API key is one credential too many', async () => {
    const both = person.client.with({ 'x-api-key': 'fg_live_0123' });
    expect((await both.get('/api/v1/auth/me')).verdict).toBe('400 TWO_CREDENTIALS');
  });

  it('cannot be made out of a refresh token, nor a refresh token out of it', async () => {
    expect(await verdictOn(person.session.refresh_token)).toBe('401 UNAUTHENTICATED');
    const refresh_token = person.session.access_token.slice(0, 255);
    expect((await scene.client.post('/api/v1/auth/refresh', { refresh_token })).verdict).toBe(
      '401 REFRESH_TOKEN_INVALID',
    );
  });

  it('outlives a change of SECRET_KEY while the old one is given as previous, and not longer', async () => {
    const SECRET_KEY = randomBytes(48).toString('base64url');
    const old = scene.variables.SECRET_KEY ?? '';
    const [during, after] = await Promise.all([
      scene.startApi({ SECRET_KEY, SECRET_KEY_PREVIOUS: old }),
      scene.startApi({ SECRET_KEY }),
    ]);
    expect((await person.client.at(during.baseUrl).get('/api/v1/auth/me')).status).toBe(200);
    expect((await person.client.at(after.baseUrl).get('/api/v1/auth/me')).status).toBe(401);
    const fresh = await logIn(scene.client.at(during.baseUrl), person.email);
    const [header] = fresh.session.access_token.split('.');
    expect(readPart(header ?? '').kid).toBe(signingKey({ ...scene.variables, SECRET_KEY }).id);
    expect((await fresh.client.at(after.baseUrl).get('/api/v1/auth/me')).status).toBe(200);
    expect((await fresh.client.at(scene.api.baseUrl).get('/api/v1/auth/me')).status).toBe(401);
  });
});

/** The last character of 32 bytes carries two bits that mean nothing. */
function otherLastBits(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(signature.at(-1) ?? '');
  return signature.slice(0, -1) + (alphabet[last ^ 1] ?? '');
}
