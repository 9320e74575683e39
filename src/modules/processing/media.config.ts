import { configGroup } from '#platform/config/config-group';
import { list, text, wholeNumber } from '#platform/config/kinds';
import { optional, withDefault } from '#platform/config/variable';

export class MediaConfig extends configGroup('Media tools', {
  ffmpegPath: withDefault('FFMPEG_PATH', text({ expected: 'a program', example: '/usr/bin/ffmpeg' }), {
    default: 'ffmpeg',
    description: 'ffmpeg, 5.1 or newer. Set at start alone: no request can name a program.',
  }),
  ffprobePath: withDefault('FFPROBE_PATH', text({ expected: 'a program', example: '/usr/bin/ffprobe' }), {
    default: 'ffprobe',
    description: 'ffprobe of the same version.',
  }),
  threads: optional('FFMPEG_THREADS', wholeNumber({ min: 1, max: 64, example: 4 }), {
    description:
      'Threads of each encoder. By default one core less than there are, and two at least: the API stays quick.',
  }),
  extraCodecs: optional('EXTRA_RENDITION_CODECS', list(['hevc', 'av1']), {
    description:
      'Codecs in which every rendition up to 1080p is made beside H.264, for players that can: smaller, and slow to make. What ffmpeg has no coder for is left out, and /health says so.',
  }),
  libraryPath: optional(
    'FFMPEG_LIBRARY_PATH',
    text({ expected: 'folders separated by colons', example: '/opt/ffmpeg/lib', pattern: /^.{1,32768}$/s }),
    {
      description:
        'Where the libraries of an unpacked ffmpeg are; the one thing that it sees of the environment.',
    },
  ),
}) {}
