import type { FilmKit } from './film-kit';

export type Recipe = (kit: FilmKit, file: string) => Promise<Buffer>;

/** What is to be seen of a video that plays. */
export interface Plays {
  /** As shown: rotation and pixel shape applied. */
  readonly shown: string;
  readonly fps: number;
  readonly seconds: number;
  readonly codec: string;
  /** Of the original; null where nobody can hear anything. */
  readonly audio: string | null;
  /** There is a stream of it, and nothing in it. */
  readonly isMute?: true;
  /** Of several tones, the one that is heard. */
  readonly tone?: number;
  /** Where there are more than picture and sound. */
  readonly streams?: number;
  readonly rotation?: 90 | 180 | 270;
  readonly hdr?: 'pq' | 'hlg';
  /** `1280x720@30:60`: size, rate, and how many frames, from the largest on. */
  readonly ladder: readonly string[];
  /** Damage left less of it than the rest says. */
  readonly isPartOnly?: true;
  /** One pattern for each warning, and no other warnings. */
  readonly warnings?: readonly RegExp[];
}

/** A kind of file that strangers send, and what becomes of it. */
export interface Kind {
  /** Completes "a file ...". */
  readonly what: string;
  readonly file: string;
  /** What its sender calls it, if that is nothing to call a file by. */
  readonly sentAs?: string;
  readonly make: Recipe;
  readonly isInterlaced?: true;
  readonly becomes:
    | { readonly plays: Plays }
    /** The code of a permanent failure, after one attempt. */
    | { readonly fails: string }
    /** The code with which the door sends it away. */
    | { readonly refused: string };
}

const TONE = 440;
export const QUIET_SECONDS = 2;
export const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'] as const;
export const AAC = ['-c:a', 'aac', '-b:a', '64k'] as const;

/** A test picture; `then` are filters behind it. */
export function picture(size = '320x180', rate = '25', then = '', seconds = QUIET_SECONDS): string[] {
  const filters = then === '' ? '' : `,${then}`;
  return ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=${String(seconds)}${filters}`];
}

/** Fine detail of all directions that moves, with some grain: closer to a camera than a test picture. */
export function scenery(size: string, rate: string, then = ''): string[] {
  const filters = then === '' ? '' : `,${then}`;
  const moving = 'loop=loop=-1:size=1,setpts=N/FRAME_RATE/TB,scroll=h=0.0031:v=0.0017,noise=alls=2:allf=t';
  const source = `mandelbrot=s=${size}:r=${rate}:start_scale=0.2:inner=mincol,${moving}${filters}`;
  return ['-f', 'lavfi', '-t', String(QUIET_SECONDS), '-i', source];
}

export function sound(seconds = QUIET_SECONDS, tone = TONE): string[] {
  return ['-f', 'lavfi', '-i', `sine=f=${String(tone)}:d=${String(seconds)}`];
}

export const clip =
  (...args: readonly string[]): Recipe =>
  (kit, file) =>
    kit.film(file, args);

/** Most kinds are of this size, and differ in one thing. */
export const SMALL: Plays = {
  shown: '320x180',
  fps: 25,
  seconds: QUIET_SECONDS,
  codec: 'h264',
  audio: null,
  ladder: ['320x180@25:50'],
};

export const plays = (changes: Partial<Plays> = {}): Kind['becomes'] => ({ plays: { ...SMALL, ...changes } });
export const fails = (code: string): Kind['becomes'] => ({ fails: code });
export const refused = (code: string): Kind['becomes'] => ({ refused: code });
