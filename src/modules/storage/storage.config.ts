import { configGroup } from '#platform/config/config-group';
import { choice, secret, text, url, wholeNumber } from '#platform/config/kinds';
import { optional, withDefault } from '#platform/config/variable';

/** The driver is chosen by name alone: AWS_* variables lie about in many shells for other reasons. */
export class StorageConfig extends configGroup(
  'Storage',
  {
    driver: withDefault('STORAGE_DRIVER', choice('disk', 's3'), {
      default: 'disk',
      description: 'Where bytes are kept: below the data folder, or in a bucket.',
    }),
    reserveMegabytes: optional(
      'STORAGE_RESERVE_MB',
      wholeNumber({ min: 0, max: 1_000_000_000, example: 5120 }),
      {
        description:
          'MiB of the disk that the disk driver leaves free: with less, uploads answer 507. When not given: 5 GiB or a twentieth of the disk, whichever is more, but at most a tenth.',
      },
    ),
    upkeepSeconds: withDefault('STORAGE_UPKEEP_SECONDS', wholeNumber({ min: 1, max: 3600, example: 5 }), {
      default: '5',
      description: 'How often the worker looks for stored objects that are to be deleted.',
    }),
    sweepSeconds: withDefault('STORAGE_SWEEP_SECONDS', wholeNumber({ min: 1, max: 86_400, example: 600 }), {
      default: '600',
      description: 'How often the worker looks for bytes that a dead process announced and never confirmed.',
    }),
    bucket: optional(
      'S3_BUCKET',
      text({
        expected: 'the name of a bucket',
        example: 'framegate',
        pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      }),
      {
        description: 'Bucket of the s3 driver.',
      },
    ),
    region: withDefault(
      'AWS_REGION',
      text({ expected: 'a region', example: 'eu-central-1', pattern: /^[a-z0-9-]{1,32}$/ }),
      {
        default: 'us-east-1',
        description: 'Region of the bucket.',
      },
    ),
    accessKeyId: optional('AWS_ACCESS_KEY_ID', text({ expected: 'an access key id', example: 'AKIA...' }), {
      description: 'Identity of the s3 driver; without it, the identity that the machine has.',
    }),
    secretAccessKey: optional(
      'AWS_SECRET_ACCESS_KEY',
      secret({ expected: 'the secret of that key', example: '...' }),
      {
        description: 'Secret of AWS_ACCESS_KEY_ID.',
      },
    ),
    endpoint: optional('S3_ENDPOINT_URL', url('https', 'http'), {
      description: 'Address of an S3-compatible store; AWS itself when not given.',
    }),
    publicEndpoint: optional('S3_PUBLIC_ENDPOINT_URL', url('https', 'http'), {
      description:
        'Address of that store as clients reach it, where it is another one: signed links lead there.',
    }),
  },
  ({ driver, bucket, accessKeyId, secretAccessKey }) => [
    ...(driver === 's3' && bucket === null
      ? ['S3_BUCKET is missing: expected the name of a bucket, since STORAGE_DRIVER=s3']
      : []),
    ...((accessKeyId === null) === (secretAccessKey === null)
      ? []
      : ['AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together: give both or neither']),
  ],
) {}
