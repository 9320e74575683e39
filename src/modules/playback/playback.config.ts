import { configGroup } from '#platform/config/config-group';
import { text } from '#platform/config/kinds';
import { optional } from '#platform/config/variable';

export class PlaybackConfig extends configGroup('Playback', {
  cdnDomain: optional(
    'CLOUDFRONT_DOMAIN',
    text({
      expected: 'a host name',
      example: 'd111111abcdef8.cloudfront.net',
      pattern: /^[a-z0-9.-]{1,253}$/i,
    }),
    { description: 'CDN that serves stored files to viewers.' },
  ),
}) {}
