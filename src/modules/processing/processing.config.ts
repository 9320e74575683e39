import { configGroup } from '#platform/config/config-group';
import { wholeNumber } from '#platform/config/kinds';
import { withDefault } from '#platform/config/variable';

export class ProcessingConfig extends configGroup(
  'Processing',
  {
    leaseSeconds: withDefault('STEP_LEASE_SECONDS', wholeNumber({ min: 2, max: 3600, example: 60 }), {
      default: '60',
      description:
        'How long a worker that fell silent keeps a step; it renews its lease four times as often.',
    }),
    sweepSeconds: withDefault('SWEEP_SECONDS', wholeNumber({ min: 1, max: 3600, example: 15 }), {
      default: '15',
      description: 'How often work is looked for that a dead worker or an emptied Redis left behind.',
    }),
    offerSeconds: withDefault('STEP_OFFER_SECONDS', wholeNumber({ min: 2, max: 86_400, example: 120 }), {
      default: '120',
      description:
        'After this long a step that the queue should carry, and no worker took, is offered again.',
    }),
    restSeconds: withDefault('WORKER_REST_SECONDS', wholeNumber({ min: 1, max: 3600, example: 30 }), {
      default: '30',
      description:
        'How long a worker takes no more work after a full disk or a store that is away kept it from doing a step. The step costs no attempt.',
    }),
    workerSlots: withDefault('WORKER_SLOTS', wholeNumber({ min: 1, max: 64, example: 1 }), {
      default: '1',
      description: 'Steps that one worker process works on at once.',
    }),
    keptSourcesMebibytes: withDefault(
      'KEPT_SOURCES_MB',
      wholeNumber({ min: 0, max: 10_000_000, example: 10_240 }),
      {
        default: '10240',
        description:
          'Originals, in MiB, that a worker keeps between the steps of one video so that it need not fetch them again; they go when the disk runs short. 0: none.',
      },
    ),
  },
  ({ leaseSeconds, sweepSeconds }) =>
    sweepSeconds <= leaseSeconds * 10
      ? []
      : ['SWEEP_SECONDS is more than ten times STEP_LEASE_SECONDS: dead work would lie for long'],
) {}
