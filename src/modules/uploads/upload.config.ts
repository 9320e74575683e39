import { configGroup } from '#platform/config/config-group';
import { list, wholeNumber } from '#platform/config/kinds';
import { withDefault } from '#platform/config/variable';
import { VIDEO_FORMATS } from './domain/file-rules';

const MEBIBYTE = 1024 * 1024;

export class UploadConfig extends configGroup('Uploads', {
  sweepSeconds: withDefault('UPLOAD_SWEEP_SECONDS', wholeNumber({ min: 1, max: 3600, example: 30 }), {
    default: '30',
    description:
      'How often the worker looks for uploads that expired and for completions that died before they were decided.',
  }),
  completionLeaseSeconds: withDefault(
    'UPLOAD_COMPLETION_SECONDS',
    wholeNumber({ min: 2, max: 3600, example: 90 }),
    {
      default: '90',
      description:
        'After this long a completion that nobody decided, and that shows no sign of life, is finished by the worker.',
    },
  ),
  maxUploadMegabytes: withDefault(
    'MAX_UPLOAD_SIZE_MB',
    wholeNumber({ min: 1, max: 1_048_576, example: 2048 }),
    {
      default: '2048',
      description: 'Largest upload, in MiB, where a door does not say otherwise.',
    },
  ),
  maxMultipartMegabytes: withDefault(
    'MAX_MULTIPART_UPLOAD_MB',
    wholeNumber({ min: 1, max: 1_048_576, example: 51_200 }),
    {
      default: '51200',
      description: 'Largest upload in parts, in MiB.',
    },
  ),
  maxDashboardMegabytes: withDefault(
    'MAX_DASHBOARD_UPLOAD_MB',
    wholeNumber({ min: 1, max: 1_048_576, example: 500 }),
    {
      default: '500',
      description: 'Largest upload through a dashboard session, in MiB.',
    },
  ),
  formats: withDefault('ALLOWED_VIDEO_FORMATS', list(VIDEO_FORMATS), {
    default: VIDEO_FORMATS.join(','),
    description: 'File formats that are taken in.',
  }),
}) {
  get maxDashboardBytes(): number {
    return this.maxDashboardMegabytes * MEBIBYTE;
  }
}
