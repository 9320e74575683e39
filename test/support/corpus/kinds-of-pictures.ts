import { AAC, clip, fails, H264, picture, plays, scenery, sound, type Kind } from './kind';
import { turned } from './turned';

const HIGH = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '16', '-pix_fmt', 'yuv420p'];
const HEVC = (parameters = '') => [
  ...['-c:v', 'libx265', '-preset', 'ultrafast', '-crf', '18', '-tag:v', 'hvc1'],
  ...['-x265-params', `log-level=error${parameters}`],
];
const ladder720 = (rate: string, frames: number) => [
  `1280x720@${rate}:${String(frames)}`,
  `854x480@${rate}:${String(frames)}`,
  `640x360@${rate}:${String(frames)}`,
];
const hdr = (transfer: string, rest = ':colorprim=bt2020:colormatrix=bt2020nc') => [
  ...picture('320x180', '25', 'format=yuv420p10'),
  ...HEVC(`:transfer=${transfer}${rest}`),
];
const in720 = (changes: Parameters<typeof plays>[0]) =>
  plays({ shown: '1280x720', ladder: ladder720('25', 50), ...changes });

export const SIZES: readonly Kind[] = [
  {
    what: '1080p at 30, as a camera makes it',
    file: 'hd.mp4',
    make: clip(...scenery('1920x1080', '30'), ...sound(), ...HIGH, ...AAC),
    becomes: plays({
      shown: '1920x1080',
      fps: 30,
      audio: 'aac',
      ladder: ['1920x1080@30:60', ...ladder720('30', 60)],
    }),
  },
  {
    what: '1080p at 60',
    file: 'hd60.mp4',
    make: clip(...picture('1920x1080', '60', '', 1), ...HIGH),
    becomes: plays({
      shown: '1920x1080',
      fps: 60,
      seconds: 1,
      ladder: ['1920x1080@60:60', '1280x720@60:60', '854x480@30:30', '640x360@30:30'],
    }),
  },
  {
    what: '2160p',
    file: 'uhd.mp4',
    make: clip(...picture('3840x2160', '10', '', 0.5), ...HIGH),
    becomes: plays({
      shown: '3840x2160',
      fps: 10,
      seconds: 0.5,
      ladder: ['3840x2160@10:5', '2560x1440@10:5', '1920x1080@10:5', ...ladder720('10', 5)],
    }),
  },
  {
    what: 'upright 720p at 60, turned by 90 degrees',
    file: 'upright.mp4',
    make: async (kit, file) =>
      turned(90, await kit.film(file, [...picture('1280x720', '60', '', 1), ...HIGH])),
    becomes: plays({
      shown: '720x1280',
      rotation: 90,
      fps: 60,
      seconds: 1,
      ladder: ['720x1280@60:60', '480x854@30:30', '360x640@30:30'],
    }),
  },
  ...([90, 180, 270] as const).map((clockwise): Kind => {
    const shown = clockwise === 180 ? '320x180' : '180x320';
    return {
      what: `turned by ${String(clockwise)} degrees`,
      file: `turned-${String(clockwise)}.mp4`,
      make: async (kit, file) => turned(clockwise, await kit.film(file, [...picture(), ...H264])),
      becomes: plays({ shown, rotation: clockwise, ladder: [`${shown}@25:50`] }),
    };
  }),
  {
    what: 'of odd sizes',
    file: 'odd.mkv',
    make: clip(...picture('320x180', '25', 'scale=161:121,setsar=1'), '-c:v', 'mpeg4'),
    becomes: plays({ shown: '161x121', codec: 'mpeg4', ladder: ['160x120@25:50'] }),
  },
  {
    what: 'of odd sizes without a subsampled pixel',
    file: 'odd-444.mp4',
    make: clip(
      ...picture('320x180', '25', 'scale=121:81,setsar=1'),
      '-c:v',
      'libx264',
      '-pix_fmt',
      'yuv444p',
    ),
    becomes: plays({ shown: '121x81', ladder: ['120x80@25:50'] }),
  },
  {
    what: 'of 8 by 8 pixels',
    file: 'tiny.mp4',
    make: clip(...picture('320x180', '25', 'scale=8:8,setsar=1'), ...H264),
    becomes: plays({ shown: '8x8', ladder: ['8x8@25:50'] }),
  },
  {
    what: 'that is a hundred times wider than high',
    file: 'wide.mp4',
    make: clip(...picture('320x180', '25', 'scale=1600:16,setsar=1'), ...H264),
    becomes: plays({ shown: '1600x16', ladder: ['1600x16@25:50'] }),
  },
  {
    what: 'that is a hundred times higher than wide',
    file: 'tall.mp4',
    make: clip(...picture('320x180', '25', 'scale=16:1600,setsar=1'), ...H264),
    becomes: plays({ shown: '16x1600', ladder: ['16x1600@25:50'] }),
  },
  {
    what: 'with oblong pixels',
    file: 'oblong.mp4',
    make: clip(...picture('360x288', '25', 'setsar=16/11'), ...H264),
    becomes: plays({ shown: '524x288', ladder: ['524x288@25:50'] }),
  },
  {
    what: 'with oblong pixels, turned by 90 degrees',
    file: 'oblong-upright.mp4',
    make: async (kit, file) =>
      turned(90, await kit.film(file, [...picture('360x288', '25', 'setsar=16/11'), ...H264])),
    becomes: plays({ shown: '288x524', rotation: 90, ladder: ['288x524@25:50'] }),
  },
  {
    what: 'with pixels of an impossible shape',
    file: 'impossible.mkv',
    make: clip(...picture('320x180', '25', 'setsar=1/200'), ...H264),
    becomes: plays(),
  },
  {
    what: 'of more pixels than are taken',
    file: 'huge.mkv',
    make: clip('-f', 'lavfi', '-i', 'color=s=8320x8320:r=1:d=1', '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p'),
    becomes: fails('TOO_LARGE'),
  },
  {
    what: 'whose size changes on the way',
    file: 'changing.mkv',
    make: async (kit, file) => {
      const one = await kit.film('one.h264', [...picture('320x180', '25', '', 1), ...H264]);
      const other = await kit.film('other.h264', [...picture('640x360', '25', '', 1), ...H264]);
      await kit.put('both.h264', Buffer.concat([one, other]));
      return kit.film(file, ['-r', '25', '-f', 'h264', '-i', 'both.h264', '-c', 'copy']);
    },
    becomes: plays(),
  },
];

export const CODECS: readonly Kind[] = [
  ...(
    [
      ['HEVC in MP4', 'hevc.mp4', HEVC(), 'hevc'],
      ['HEVC of ten bits', 'hevc10.mp4', [...HEVC(), '-pix_fmt', 'yuv420p10'], 'hevc'],
      ['AV1 in MP4', 'av1.mp4', ['-c:v', 'libsvtav1', '-preset', '10', '-crf', '24'], 'av1'],
      ['VP9 in WebM', 'vp9.webm', ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-b:v', '4M'], 'vp9'],
      ['H.264 of ten bits', 'ten.mp4', [...H264.slice(0, 4), '-pix_fmt', 'yuv420p10'], 'h264'],
      ['H.264 in 4:2:2', '422.mp4', [...H264.slice(0, 4), '-pix_fmt', 'yuv422p'], 'h264'],
      ['H.264 in 4:4:4', '444.mp4', [...H264.slice(0, 4), '-pix_fmt', 'yuv444p'], 'h264'],
      ['ProRes in MOV', 'prores.mov', ['-c:v', 'prores_ks', '-pix_fmt', 'yuv422p10'], 'prores'],
    ] as const
  ).map(([what, file, coding, codec]): Kind => ({
    what: `with ${what}, 720p`,
    file,
    make: clip(...picture('1280x720'), ...coding),
    becomes: in720({ codec }),
  })),
  ...(
    [
      ['VP8 in WebM', 'vp8.webm', ['-c:v', 'libvpx', '-b:v', '1M'], 'vp8'],
      ['VP9 with an alpha channel', 'alpha.webm', ['-c:v', 'libvpx-vp9', '-pix_fmt', 'yuva420p'], 'vp9'],
      ['MPEG-4 part 2 in AVI', 'mpeg4.avi', ['-c:v', 'mpeg4'], 'mpeg4'],
      ['packed B-frames in AVI', 'packed.avi', ['-c:v', 'mpeg4', '-bf', '2'], 'mpeg4'],
      ['MSMPEG4 in AVI', 'msmpeg4.avi', ['-c:v', 'msmpeg4v2'], 'msmpeg4v2'],
      ['DivX 3 in AVI', 'divx3.avi', ['-c:v', 'msmpeg4'], 'msmpeg4v3'],
      ['motion JPEG in AVI', 'mjpeg.avi', ['-c:v', 'mjpeg'], 'mjpeg'],
      ['MPEG-2 in Matroska', 'mpeg2.mkv', ['-c:v', 'mpeg2video'], 'mpeg2video'],
      ['MPEG-1 in Matroska', 'mpeg1.mkv', ['-c:v', 'mpeg1video'], 'mpeg1video'],
      ['grey H.264', 'grey.mp4', [...H264.slice(0, 4), '-pix_fmt', 'gray'], 'h264'],
      ['RGB in H.264', 'rgb.mp4', ['-c:v', 'libx264rgb', '-preset', 'ultrafast'], 'h264'],
      ['full range', 'full.mp4', [...H264.slice(0, 4), '-pix_fmt', 'yuvj420p'], 'h264'],
      ['H.264 in AVI', 'h264.avi', H264, 'h264'],
      ['H.264 in MOV', 'h264.mov', H264, 'h264'],
    ] as const
  ).map(([what, file, coding, codec]): Kind => ({
    what: `with ${what}`,
    file,
    make: clip(...picture(), ...coding),
    becomes: plays({ codec }),
  })),
  {
    what: 'with interlaced H.264',
    file: 'interlaced.mp4',
    isInterlaced: true,
    make: clip(
      ...picture('1280x720', '50', 'interlace'),
      ...[...HIGH, '-flags', '+ildct+ilme', '-x264opts', 'tff=1'],
    ),
    becomes: in720({}),
  },
  {
    what: 'with interlaced MPEG-2, bottom field first',
    file: 'interlaced.mkv',
    make: clip(
      ...picture('720x576', '50', 'interlace=scan=bff,setsar=16/15'),
      ...['-c:v', 'mpeg2video', '-b:v', '6M', '-flags', '+ildct+ilme'],
    ),
    becomes: plays({
      shown: '768x576',
      codec: 'mpeg2video',
      ladder: ['768x576@25:50', '640x480@25:50', '480x360@25:50'],
    }),
  },
  {
    what: 'with a codec that is not decoded (Cinepak)',
    file: 'cinepak.avi',
    make: clip(...picture('320x180', '5', '', 1), '-c:v', 'cinepak'),
    becomes: fails('UNSUPPORTED_CODEC'),
  },
  {
    what: 'with a codec that is not decoded (MagicYUV)',
    file: 'magicyuv.avi',
    make: clip(...picture('320x180', '5', '', 1), '-c:v', 'magicyuv'),
    becomes: fails('UNSUPPORTED_CODEC'),
  },
];

export const HDR: readonly Kind[] = [
  {
    what: 'in HDR10 (PQ)',
    file: 'pq.mp4',
    make: clip(...hdr('smpte2084')),
    becomes: plays({ codec: 'hevc', hdr: 'pq' }),
  },
  {
    what: 'in HLG',
    file: 'hlg.mp4',
    make: clip(...hdr('arib-std-b67')),
    becomes: plays({ codec: 'hevc', hdr: 'hlg' }),
  },
  {
    what: 'in HLG, turned by 90 degrees',
    file: 'hlg-upright.mp4',
    make: async (kit, file) => turned(90, await kit.film(file, hdr('arib-std-b67'))),
    becomes: plays({ codec: 'hevc', hdr: 'hlg', shown: '180x320', rotation: 90, ladder: ['180x320@25:50'] }),
  },
  {
    what: 'in PQ that does not name its primaries',
    file: 'pq-bare.mp4',
    make: clip(...hdr('smpte2084', '')),
    becomes: plays({ codec: 'hevc', hdr: 'pq' }),
  },
];
