export { PlaybackConfig } from './playback.config';
