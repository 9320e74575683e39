import { configGroup } from '#platform/config/config-group';
import { secret, text } from '#platform/config/kinds';
import { optional } from '#platform/config/variable';

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
      secret({ expected: 'a private RSA key in PEM form', example: '-----BEGIN PRIVATE KEY-----...' }),
      { description: 'The private half of CLOUDFRONT_KEY_PAIR_ID.' },
    ),
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
