import { wholeArgument } from '../input/argument';

/** What the outputs are called inside the working folder: constants and numbers, like every argument. */
export const renditionName = (index: number): string => `rendition${wholeArgument(index)}.mp4`;
export const AUDIO_NAME = 'audio.mp4';
export const PROXY_NAME = 'proxy.mp4';
export const SAMPLES_NAME = 'samples.mjpeg';
export const TAP_NAME = 'tap.gray';
export const TAP_TIMES_NAME = 'tap-times.txt';
/** Counted from 1 by ffmpeg. */
export const STILL_PATTERN = 'still%02d.jpg';
export const stillName = (index: number): string => `still${wholeArgument(index + 1).padStart(2, '0')}.jpg`;
