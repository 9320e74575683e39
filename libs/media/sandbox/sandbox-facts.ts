/** One protection: the command that puts the next program under it, or why there is none on this system. */
export type SandboxPart =
  | { readonly isAvailable: true; readonly command: readonly string[] }
  | { readonly isAvailable: false; readonly reason: string };

/** What this system lets us put around a program, found out once. Plain data: it can be shown and compared. */
export interface SandboxFacts {
  readonly niceness: SandboxPart;
  /** Limits of file size, CPU time, open files and address space. */
  readonly limits: SandboxPart;
  /** A network of its own, with nothing in it. */
  readonly noNetwork: SandboxPart;
  readonly noNewPrivileges: SandboxPart;
  /** The kernel kills the program when our process dies, however it dies. */
  readonly deathSignal: SandboxPart;
}

/** How to run ffmpeg and ffprobe on this system; the first argument of everything here that runs one of them. */
export interface MediaTools {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  /** LD_LIBRARY_PATH, for binaries that were unpacked and not installed. */
  readonly libraryPath: string | null;
  /** Each run works in a folder of its own below this one. */
  readonly temporaryFolder: string;
  readonly sandbox: SandboxFacts;
}
