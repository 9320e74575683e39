import { judge } from './detect-toolchain';
import { readListing, readVersion } from './listings';
import { EXTRA_ENCODERS, REQUIRED, TONE_MAPPING_FILTERS } from './requirements';

const version = (text: string) => readVersion(`ffmpeg version ${text} Copyright (c)`);
const complete = {
  demuxers: new Set(REQUIRED.demuxers),
  decoders: new Set(REQUIRED.decoders),
  encoders: new Set([...REQUIRED.encoders, ...Object.values(EXTRA_ENCODERS)]),
  filters: new Set([...REQUIRED.filters, ...TONE_MAPPING_FILTERS]),
};
const versions = { ffmpeg: version('5.1.9-0+deb12u1'), ffprobe: version('n7.1') };

describe('what ffmpeg lists', () => {
  it('is read in the columns of every version', () => {
    const listing = [
      'File formats:',
      ' D. = Demuxing supported',
      ' .E = Muxing supported',
      ' --',
      ' D  mov,mp4,m4a     QuickTime / MOV',
      '  E mp4             MP4',
      ' D d alsa            ALSA audio input',
      ' V....D h264                 H.264',
      ' ... nullsink          V->|       Do absolutely nothing',
      ' TS scale             V->V       Scale',
      ' .|. oddity           V->V       Odd',
    ].join('\n');
    expect([...readListing(listing)]).toEqual([
      ...['mov', 'mp4', 'm4a', 'alsa', 'h264', 'nullsink', 'scale', 'oddity'],
    ]);
  });
});

describe('the toolchain', () => {
  it('is usable when all that is required is there', () => {
    expect(judge(versions, complete)).toMatchObject({ isUsable: true, problems: [], canToneMap: true });
  });

  it.each([
    ['4.4.2', false],
    ['5.0', false],
    ['5.1', true],
    ['n6.0', true],
    ['11.0-dev', true],
    ['N-110000-gabcdef', true],
  ])('of version %s is usable: %p', (text, isUsable) => {
    expect(judge({ ...versions, ffmpeg: version(text) }, complete).isUsable).toBe(isUsable);
  });

  it('names what is missing', () => {
    const toolchain = judge(
      { ...versions, ffprobe: null },
      { ...complete, encoders: new Set(['mjpeg', 'rawvideo']) },
    );
    expect(toolchain.problems).toEqual([
      'ffprobe does not run',
      'ffmpeg has no encoder libx264',
      'ffmpeg has no encoder aac',
    ]);
  });

  it('tells apart what it can do without', () => {
    const toolchain = judge(versions, {
      ...complete,
      encoders: new Set([...REQUIRED.encoders, EXTRA_ENCODERS.hevc]),
      filters: new Set(REQUIRED.filters),
    });
    expect(toolchain).toMatchObject({
      isUsable: true,
      canToneMap: false,
      missingEncoders: [{ codec: 'av1', encoder: 'libsvtav1' }],
    });
    expect(toolchain.undecodableCodecs).toContain('av1');
    expect(toolchain.undecodableCodecs).not.toContain('h264');
  });
});
