/** What a file may be at most; each passes the whitelists of the command line and is held against the answer again. */
export interface InputLimits {
  readonly maxPixels: number;
  readonly maxStreams: number;
  readonly maxDurationSeconds: number;
}

export const DEFAULT_INPUT_LIMITS: InputLimits = {
  maxPixels: 8192 * 8192,
  maxStreams: 32,
  maxDurationSeconds: 12 * 3600,
};
