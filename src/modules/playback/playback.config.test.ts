import { generateKeyPairSync } from 'node:crypto';
import { parseConfiguration } from '#platform/config/parse-configuration';
import { PlaybackConfig } from './playback.config';

describe('the key pair of a CDN', () => {
  const given = (privateKey: string) =>
    parseConfiguration([PlaybackConfig], {
      CLOUDFRONT_DOMAIN: 'd111111abcdef8.cloudfront.net',
      CLOUDFRONT_KEY_PAIR_ID: 'K2JCJMDEHXQW5F',
      CLOUDFRONT_PRIVATE_KEY: privateKey,
    });
  const pem = { type: 'pkcs8', format: 'pem' } as const;

  it('is taken when its private half is an RSA key', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(() => given(privateKey.export(pem).toString())).not.toThrow();
  });

  it('is refused at the start when it is no key, or one that a CDN does not know', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (const wrong of ['no key', privateKey.export(pem).toString()])
      expect(() => given(wrong)).toThrow('CLOUDFRONT_PRIVATE_KEY');
  });
});
