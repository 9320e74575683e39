import { configGroup } from '../config/config-group';
import { addressBlocks, bindAddress, origins, url, wholeNumber } from '../config/kinds';
import { optional, withDefault } from '../config/variable';

export class HttpConfig extends configGroup('HTTP', {
  port: withDefault('PORT', wholeNumber({ min: 0, max: 65535, example: 3000 }), {
    default: '3000',
    description: 'Port that the API listens on; 0 takes a free one.',
  }),
  host: withDefault('HOST', bindAddress(), {
    default: '127.0.0.1',
    description: 'Address that the API listens on.',
  }),
  publicUrl: optional('PUBLIC_URL', url('https', 'http'), {
    description:
      'How clients reach the API; every absolute URL is built from it, never from a Host header. Default: the listening address.',
  }),
  allowedOrigins: withDefault('ALLOWED_ORIGINS', origins(), {
    default: '',
    description: 'Web origins that may call the API from a browser, exactly as browsers write them.',
  }),
  trustedProxies: withDefault('TRUSTED_PROXIES', addressBlocks('10.0.0.0/8,2001:db8::/32'), {
    default: '',
    description: 'Proxies whose X-Forwarded-For is believed. None by default.',
  }),
  metricsAllow: withDefault('METRICS_ALLOW_CIDRS', addressBlocks('127.0.0.0/8'), {
    default: '127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7',
    description: 'Who may read /metrics.',
  }),
  ratePerSecond: withDefault('RATE_LIMIT_PER_SECOND', wholeNumber({ min: 1, max: 100_000, example: 10 }), {
    default: '10',
    description: 'Requests a second that one user, key or anonymous address may sustain.',
  }),
  rateBurst: withDefault('RATE_LIMIT_BURST', wholeNumber({ min: 1, max: 1_000_000, example: 50 }), {
    default: '50',
    description: 'Requests that may come at once before the sustained rate holds.',
  }),
  authRatePerMinute: withDefault(
    'AUTH_RATE_LIMIT_PER_MINUTE',
    wholeNumber({ min: 1, max: 100_000, example: 20 }),
    {
      default: '20',
      description: 'Attempts a minute to log in or register, per address.',
    },
  ),
  bodiesAtOnce: withDefault('MAX_BODIES_AT_ONCE', wholeNumber({ min: 1, max: 100_000, example: 20 }), {
    default: '20',
    description: 'Files that one user may be sending to one process at the same time; one more is 429.',
  }),
  drainNoticeSeconds: withDefault('DRAIN_NOTICE_SECONDS', wholeNumber({ min: 0, max: 60, example: 5 }), {
    default: '0',
    description:
      'How long a stopping process still serves after its readiness went false, so that load balancers notice.',
  }),
}) {}
