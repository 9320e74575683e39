import { CidrError, CidrSet, canonicalAddress, clientAddress, rateLimitBlock } from './index';

describe('address blocks', () => {
  it('treats a v4-mapped address as the v4 address', () => {
    const tens = CidrSet.parse(['10.0.0.0/8']);
    expect(tens.contains('::ffff:10.1.2.3')).toBe(true);
    expect(tens.contains('::ffff:11.0.0.1')).toBe(false);
  });

  it('matches IPv6 by prefix and never across families', () => {
    const documentation = CidrSet.parse(['2001:db8::/32']);
    expect(documentation.contains('2001:db8:ffff::1')).toBe(true);
    expect(documentation.contains('2001:db9::1')).toBe(false);
    expect(CidrSet.parse(['::/0']).contains('10.0.0.1')).toBe(false);
  });

  it.each([
    '10.0.0.0/33',
    '10.1.2.3/8',
    '010.0.0.1/8',
    '10.0.0.1/x',
    '',
    '1.2.3',
    '10.0.0.0/8/8',
    '2001:db8::/129',
    '::ffff:10.0.0.0/95',
    '::ffff:10.0.0.0/8',
    '10.0.0.0/08',
    '10.0.0.0/',
    '10.0.0.0/-1',
    'fe80::1%eth0/64/1',
    '0x0a.0.0.0/8',
    'localhost',
  ])('refuses %j', (text) => {
    expect(() => CidrSet.parse([text])).toThrow(CidrError);
  });

  it.each([
    ['10.1.2.3/8', 'HOST_BITS_SET'],
    ['10.0.0.0/33', 'BAD_PREFIX_LENGTH'],
    ['010.0.0.1/8', 'NOT_AN_ADDRESS_BLOCK'],
  ])('says what is wrong with %j', (text, fault) => {
    expect(() => CidrSet.parse([text])).toThrow(expect.objectContaining({ fault }) as Error);
  });

  it.each([
    ['::ffff:10.0.0.0/104', '10.0.0.0/8'],
    ['::ffff:192.0.2.7', '192.0.2.7/32'],
    ['2001:DB8:0::/32', '2001:db8::/32'],
  ])('writes %s as %s', (text, canonical) => {
    expect(CidrSet.parse([text]).texts).toEqual([canonical]);
  });

  it.each([
    ['0.0.0.0/0', true],
    ['::/0', true],
    ['::ffff:0:0/96', true],
    ['0.0.0.0/1', false],
  ])('knows whether %s is everybody', (text, isEverybody) => {
    expect(CidrSet.parse([text]).holdsWholeFamily).toBe(isEverybody);
  });

  it('canonicalises spellings', () => {
    expect(canonicalAddress('2001:DB8:0:0::1')).toBe('2001:db8::1');
    expect(canonicalAddress('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(canonicalAddress('127.1')).toBeNull();
  });

  it('holds an IPv6 client to its /64', () => {
    expect(rateLimitBlock('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(rateLimitBlock('192.0.2.7')).toBe('192.0.2.7');
  });
});

describe('the client address', () => {
  const trusted = CidrSet.parse(['10.0.0.0/8', '192.168.1.1']);

  it.each([
    ['an untrusted peer cannot name another address', '203.0.113.5', '10.0.0.1', '203.0.113.5'],
    ['the right-most untrusted hop wins', '10.0.0.2', '198.51.100.1, 203.0.113.9, 10.0.0.7', '203.0.113.9'],
    ['a v4-mapped proxy is recognised', '::ffff:10.0.0.2', '203.0.113.9', '203.0.113.9'],
    ['ports and brackets are taken off', '10.0.0.2', '[2001:db8::1]:443', '2001:db8::1'],
    ['a v4 port is taken off', '10.0.0.2', '203.0.113.9:5123', '203.0.113.9'],
    ['garbage ends the search at the last proxy', '10.0.0.2', '203.0.113.9, not-an-address', '10.0.0.2'],
    ['all hops trusted: the left-most', '10.0.0.2', '10.0.0.3, 10.0.0.4', '10.0.0.3'],
  ])('%s', (_rule, peer, header, expected) => {
    expect(clientAddress(peer, header, trusted)).toBe(expected);
  });

  it('reads several header lines as one list', () => {
    expect(clientAddress('10.0.0.2', ['198.51.100.1', '203.0.113.9'], trusted)).toBe('203.0.113.9');
  });

  it('ignores every header when no proxy is trusted', () => {
    expect(clientAddress('10.0.0.2', '203.0.113.9', CidrSet.NONE)).toBe('10.0.0.2');
  });
});
