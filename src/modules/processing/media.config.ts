import { configGroup } from '#platform/config/config-group';
import { text } from '#platform/config/kinds';
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
  libraryPath: optional(
    'FFMPEG_LIBRARY_PATH',
    text({ expected: 'folders separated by colons', example: '/opt/ffmpeg/lib', pattern: /^.{1,32768}$/s }),
    {
      description:
        'Where the libraries of an unpacked ffmpeg are; the one thing that it sees of the environment.',
    },
  ),
}) {}
