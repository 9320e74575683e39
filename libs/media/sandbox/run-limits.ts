const MEBIBYTE = 1024 * 1024;

export interface RunLimits {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly fileSizeBytes: number;
  readonly addressSpaceBytes: number;
  readonly openFiles: number;
  readonly stdoutBytes: number;
}

/** For short questions. Less than 4 GiB of addresses breaks honest files: threads and encoders reserve more than they use. */
export const SHORT_RUN: RunLimits = {
  wallSeconds: 30,
  cpuSeconds: 30,
  fileSizeBytes: 16 * MEBIBYTE,
  addressSpaceBytes: 4096 * MEBIBYTE,
  openFiles: 64,
  stdoutBytes: 4 * MEBIBYTE,
};
