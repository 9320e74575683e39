/** Permanent: the same bytes fail the same way for ever. The rest may be load, limits or an operator, and is worth another try. */
const MEANINGS = {
  not_media: { isPermanent: true, message: 'The file is not a media file.' },
  unsupported_container: { isPermanent: true, message: 'The file is of a kind that is not accepted.' },
  unsupported_codec: { isPermanent: true, message: 'The video is coded in a way that is not accepted.' },
  no_video: { isPermanent: true, message: 'The file has no video in it.' },
  truncated: { isPermanent: true, message: 'The file ends before its index.' },
  damaged: { isPermanent: true, message: 'The file is damaged and cannot be read.' },
  too_many_streams: { isPermanent: true, message: 'The file has too many streams.' },
  too_large: { isPermanent: true, message: 'The picture has too many pixels.' },
  too_long: { isPermanent: true, message: 'The video is too long.' },
  no_frame: { isPermanent: true, message: 'No picture of the video can be decoded.' },
  timed_out: { isPermanent: false, message: 'The work took too long and was stopped.' },
  stalled: { isPermanent: false, message: 'The work made no progress and was stopped.' },
  aborted: { isPermanent: false, message: 'The work was called off.' },
  resource_limit: { isPermanent: false, message: 'The work met a limit of memory, time or size.' },
  no_space: { isPermanent: false, message: 'The disk is full.' },
  crashed: { isPermanent: false, message: 'The program that reads media crashed.' },
  bad_output: {
    isPermanent: false,
    message: 'The program that reads media ended well without a good result.',
  },
  tool_unusable: { isPermanent: false, message: 'The program that reads media cannot be run.' },
} as const;

export type MediaErrorCode = keyof typeof MEANINGS;

/** What an operator may want to see. Written by or about a hostile file: data, never markup, a path or an argument. */
export interface MediaErrorEvidence {
  readonly detail?: string;
  readonly stderr?: string;
}

const EVIDENCE_CHARACTERS = 2_000;

export class MediaError extends Error {
  readonly isPermanent: boolean;
  readonly evidence: MediaErrorEvidence;

  constructor(
    readonly code: MediaErrorCode,
    evidence: MediaErrorEvidence = {},
    options?: ErrorOptions,
  ) {
    super(MEANINGS[code].message, options);
    this.name = 'MediaError';
    this.isPermanent = MEANINGS[code].isPermanent;
    this.evidence = {
      ...(evidence.detail === undefined ? {} : { detail: evidence.detail.slice(0, EVIDENCE_CHARACTERS) }),
      ...(evidence.stderr === undefined ? {} : { stderr: evidence.stderr.slice(-EVIDENCE_CHARACTERS) }),
    };
  }
}
