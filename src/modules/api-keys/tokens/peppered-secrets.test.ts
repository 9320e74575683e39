import type { RuntimeConfig } from '#platform/config/runtime.config';
import { Secret } from '#platform/config/secret';
import { KeyRing } from '#platform/secrets/key-ring';
import { PepperedSecrets } from './peppered-secrets';

const secretsOf = (
  secretKey: string,
  previous: string | null = null,
  environment: 'live' | 'test' = 'live',
) => {
  const config = { secretKey: new Secret(secretKey), previousSecretKey: previous && new Secret(previous) };
  return new PepperedSecrets(new KeyRing(config as RuntimeConfig), { environment });
};

describe('what is kept of a key', () => {
  const first = secretsOf('one');
  const { text, digest, publicId, beginning } = first.mint();

  it('knows the key again, and no other', () => {
    expect(first.publicIdOf(text)).toBe(publicId);
    expect(text.startsWith(beginning)).toBe(true);
    expect(first.matches(text, digest)).toBe(true);
    expect(first.matches(first.mint().text, digest)).toBe(false);
    expect(digest.hash).toHaveLength(32);
  });

  it('is worth nothing with another pepper', () => {
    expect(secretsOf('two').matches(text, digest)).toBe(false);
  });

  it('is known by the former pepper, and taken over to that of today', () => {
    const second = secretsOf('two', 'one');
    expect(second.matches(text, digest)).toBe(true);
    const renewed = second.renewed(text, digest)!;
    expect(renewed.pepperId).not.toBe(digest.pepperId);
    expect(secretsOf('two').matches(text, renewed)).toBe(true);
    expect(second.renewed(text, renewed)).toBeNull();
  });

  it('is told apart by environment before anything is asked', () => {
    expect(secretsOf('one', null, 'test').publicIdOf(text)).toBeNull();
    expect(secretsOf('one', null, 'test').mint().text).toMatch(/^fg_test_/);
    expect(first.publicIdOf(`${text.slice(0, -1)}${text.endsWith('x') ? 'y' : 'x'}`)).toBeNull();
  });
});
