import type { ApiProcess } from '../support/api-process';
import { KEYS, makeKey, type HeldKey } from '../support/api-keys';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import type { ApiKeyBody } from '../support/wire';

const ME = '/api/v1/auth/me';
const ALLOWED = ['10.0.0.0/8', '2001:db8::/32', '203.0.113.9'];
/** What a trusted proxy says, and whether a key with these addresses is good from there. */
const SEEN: readonly (readonly [string, boolean])[] = [
  ['10.1.2.3', true],
  ['::ffff:10.1.2.3', true],
  ['::ffff:11.0.0.1', false],
  ['11.0.0.1', false],
  ['2001:db8:ffff::1', true],
  ['[2001:db8::7]:443', true],
  ['2001:db9::1', false],
  ['203.0.113.9', true],
  ['203.0.113.10', false],
  ['64:ff9b::10.1.2.3', false],
  ['10.1.2.3, 198.51.100.7', false],
  ['198.51.100.7, 10.1.2.3', true],
  ['10.1.2.3, unknown', false],
];
const SPOOFS = ['x-forwarded-for', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip', 'forwarded'];
const BAD_BLOCKS: readonly (readonly [string, string])[] = [
  ['10.0.0.0/33', 'BAD_PREFIX_LENGTH'],
  ['10.1.2.3/8', 'HOST_BITS_SET'],
  ['2001:db8::1/32', 'HOST_BITS_SET'],
  ['010.0.0.1/8', 'NOT_AN_ADDRESS_BLOCK'],
  ['10.0.0.0/8/8', 'NOT_AN_ADDRESS_BLOCK'],
  ['0x0a.0.0.0/8', 'NOT_AN_ADDRESS_BLOCK'],
  ['localhost', 'NOT_AN_ADDRESS_BLOCK'],
  ['0.0.0.0/0', 'EVERY_ADDRESS'],
  ['::/0', 'EVERY_ADDRESS'],
  ['::ffff:0:0/96', 'EVERY_ADDRESS'],
];

describe('the address list of an API key', () => {
  let scene: Scene;
  let behindProxy: ApiProcess;
  let owner: Person;
  let key: HeldKey;

  beforeAll(async () => {
    scene = await Scene.open();
    behindProxy = await scene.startApi({ TRUSTED_PROXIES: '127.0.0.1' });
    owner = await register(scene.client, 'owner');
    key = await makeKey(owner.client, { allowed_cidrs: ALLOWED });
  });

  afterAll(() => scene.close());

  const create = (terms: object) => owner.client.post(KEYS, { name: 'a', scopes: ['videos:read'], ...terms });

  it.each(SEEN)('judges what a trusted proxy says, %s: %s', async (forwarded, isAllowed) => {
    const client = key.client.at(behindProxy.baseUrl).with({ 'x-forwarded-for': forwarded });
    expect((await client.get(ME)).verdict).toBe(isAllowed ? '200' : '403 ADDRESS_NOT_ALLOWED');
  });

  it.each(SPOOFS)('is not moved by %s of a stranger', async (header) => {
    const value = header === 'forwarded' ? 'for=10.0.0.1' : '10.0.0.1';
    expect((await key.client.with({ [header]: value }).get(ME)).verdict).toBe('403 ADDRESS_NOT_ALLOWED');
  });

  it('holds for a ticket that was got with the key, too', async () => {
    const inside = key.client.at(behindProxy.baseUrl).with({ 'x-forwarded-for': '10.0.0.1' });
    const { ticket } = (await inside.post('/api/v1/events/ticket')).json<{ ticket: string }>();
    const open = (address: string) =>
      scene.client
        .anonymous()
        .at(behindProxy.baseUrl)
        .with({ 'x-forwarded-for': address })
        .get(`/api/v1/events?ticket=${ticket}`);
    expect((await open('11.0.0.1')).verdict).toBe('401 UNAUTHENTICATED');
    expect((await open('10.0.0.2')).verdict).toBe('200');
  });

  it('is kept in one spelling, each block once', async () => {
    const made = await create({
      allowed_cidrs: ['2001:DB8:0::/32', '::ffff:10.0.0.0/104', '10.0.0.0/8', '192.0.2.7'],
    });
    expect(made.json<ApiKeyBody>().allowed_cidrs).toEqual(['2001:db8::/32', '10.0.0.0/8', '192.0.2.7/32']);
  });

  it.each(BAD_BLOCKS)('has no %s: %s', async (block, code) => {
    const refused = await create({ allowed_cidrs: ['192.0.2.0/24', block] });
    expect(refused.verdict).toBe('422 API_KEY_TERMS_INVALID');
    expect(refused.problem.errors).toMatchObject([{ field: 'allowed_cidrs.1', code }]);
  });

  it('says what was probably meant by a block with host bits', async () => {
    const refused = await create({ allowed_cidrs: ['10.1.2.3/8'] });
    expect(refused.problem.errors?.[0]?.message).toContain('did you mean 10.0.0.0/8?');
  });

  it('may be everybody only where that is said on purpose', async () => {
    const made = await create({ allowed_cidrs: ['0.0.0.0/0'], allow_any_address: true });
    expect(made.json<ApiKeyBody>().allowed_cidrs).toEqual(['0.0.0.0/0']);
  });

  it('has at most 64 blocks', async () => {
    const blocks = (many: number) => Array.from({ length: many }, (_, index) => `192.0.2.${String(index)}`);
    expect((await create({ allowed_cidrs: blocks(64) })).status).toBe(201);
    for (const many of [65, 1_000])
      expect((await create({ allowed_cidrs: blocks(many) })).faultyFields).toEqual(['allowed_cidrs']);
  });
});
