import { configGroup } from '../config/config-group';
import { bindAddress, wholeNumber } from '../config/kinds';
import { optional, withDefault } from '../config/variable';

export class MetricsConfig extends configGroup('Metrics of the worker', {
  workerPort: optional('WORKER_METRICS_PORT', wholeNumber({ min: 0, max: 65535, example: 9464 }), {
    description:
      'Port where a worker answers `GET /metrics`, for the addresses of METRICS_ALLOW_CIDRS; 0 takes a free one. Not given: it listens nowhere. Each worker of a machine needs one of its own.',
  }),
  workerHost: withDefault('WORKER_METRICS_HOST', bindAddress(), {
    default: '127.0.0.1',
    description: 'Address that it listens on.',
  }),
}) {}
