import { createPrivateKey } from 'node:crypto';
import { configGroup } from '#platform/config/config-group';
import { choice, secret, text } from '#platform/config/kinds';
import { optional, withDefault } from '#platform/config/variable';

export class PlaybackConfig extends configGroup(
  'Playback',
  {
    cdnDomain: optional(
      'CLOUDFRONT_DOMAIN',
      text({
        expected: 'a host name',
        example: 'd111111abcdef8.cloudfront.net',
        pattern: /^[a-z0-9.-]{1,253}$/i,
      }),
      { description: 'CDN in front of the bucket, by which viewers are served.' },
    ),
    cdnKeyPairId: optional(
      'CLOUDFRONT_KEY_PAIR_ID',
      text({ expected: 'the id of a public key', example: 'K2JCJMDEHXQW5F', pattern: /^[A-Z0-9]{8,32}$/ }),
      { description: 'Key by which links through the CDN are signed; without it they are not.' },
    ),
    cdnPrivateKey: optional(
      'CLOUDFRONT_PRIVATE_KEY',
      secret({
        expected: 'a private RSA key in PEM form',
        example: '-----BEGIN PRIVATE KEY-----...',
        check: mustBePrivateRsaKey,
      }),
      { description: 'The private half of CLOUDFRONT_KEY_PAIR_ID.' },
    ),
    cachesUrls: withDefault('CACHE_PLAYBACK_URLS', choice('on', 'off'), {
      default: 'on',
      description:
        'Keep links that are signed by CLOUDFRONT_KEY_PAIR_ID in Redis for 50 minutes. Who asks for one without `expires_minutes` is then given one that is good for an hour at least, and for 110 minutes at most. Other links cost less than asking Redis, and are never kept.',
    }),
  },
  ({ cdnDomain, cdnKeyPairId, cdnPrivateKey }) => [
    ...((cdnKeyPairId === null) === (cdnPrivateKey === null)
      ? []
      : ['CLOUDFRONT_KEY_PAIR_ID and CLOUDFRONT_PRIVATE_KEY go together: one of them is missing']),
    ...(cdnKeyPairId !== null && cdnDomain === null
      ? ['CLOUDFRONT_KEY_PAIR_ID is given, but no CLOUDFRONT_DOMAIN']
      : []),
  ],
) {}

function mustBePrivateRsaKey(pem: string): void {
  if (createPrivateKey(pem).asymmetricKeyType !== 'rsa') throw new Error('is a key of another kind');
}
