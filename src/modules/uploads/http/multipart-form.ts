import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import type { Request, Response } from 'express';
import { letBodyCome } from '#platform/http/body/streamed-routes';
import { BodyBrokeOff, FileMissing, FormMalformed } from '../domain/upload.errors';
import { IncomingForm, type ArrivingFile } from '../ports/incoming-form';
import { FILE_FIELD, FormFields, LONGEST_FIELD, refuseNameless, unknownField } from './form-fields';
import { BESIDE_FILE_BYTES, readFormHeading, type FormHeading } from './form-heading';
import { Outcome } from './outcome';

const WAITING_BYTES = 256 * 1024;
const LIMITS = {
  fields: 8,
  files: 1,
  parts: 9,
  headerPairs: 16,
  headerSize: 16 * 1024,
  fieldSize: LONGEST_FIELD * 4,
};
/** What clients put who do not know, and what the parser puts where nothing was said. */
const SAYS_NOTHING = new Set(['application/octet-stream', 'text/plain']);

/** The parser's own types know of nothing that is missing. */
type FilePart = [
  name: string | undefined,
  bytes: Readable,
  filename: string | undefined,
  encoding: string,
  type: string,
];

/** multipart/form-data as it comes. The file is not read before somebody reads it, and everything else has its limit. */
export class MultipartForm extends IncomingForm {
  private readonly fields = new FormFields();
  private readonly arrival = new Outcome<ArrivingFile>();
  private readonly ending = new Outcome<void>();
  private readonly leaving = new AbortController();
  private readonly parser: BusboyInstance;
  private bytes: Readable | null = null;
  private isInFile = false;
  private besideFile = 0;

  private constructor(
    private readonly request: Request,
    private readonly response: Response,
    private readonly heading: FormHeading,
  ) {
    super();
    this.parser = new Busboy({
      headers: { 'content-type': `multipart/form-data; boundary="${heading.boundary}"` },
      limits: LIMITS,
      fileHwm: WAITING_BYTES,
      preservePath: true,
    });
  }

  /** Refuses what the headers alone show to be wrong. */
  static of(request: Request, response: Response, mostFileBytes: number): MultipartForm {
    return new MultipartForm(request, response, readFormHeading(request.headers, mostFileBytes));
  }

  get maxFileBytes(): number {
    return this.heading.maxFileBytes;
  }

  get gone(): AbortSignal {
    return this.leaving.signal;
  }

  file(): Promise<ArrivingFile> {
    this.listen();
    letBodyCome(this.request, this.response);
    this.request.pipe(this.parser);
    return this.arrival.promise;
  }

  async metadata(): Promise<object | null> {
    await this.ending.promise;
    return this.fields.metadata;
  }

  stop(): void {
    this.request.unpipe(this.parser).pause();
    this.request.off('data', this.count);
    this.bytes?.destroy();
  }

  private listen(): void {
    const { request, parser } = this;
    request.on('data', this.count).once('close', this.noticeLeaving);
    parser.on('field', (name, value) =>
      this.refusing(() => this.fields.take(name, value, this.bytes !== null)),
    );
    parser.on('file', (...part) => {
      // Its errors are ours to tell, also while nobody reads it.
      part[1].on('error', () => undefined);
      this.refusing(() => this.begin(...part));
    });
    parser.once('filesLimit', () => this.fail(FormMalformed('The form has more than one file.')));
    for (const limit of ['fieldsLimit', 'partsLimit'] as const)
      parser.once(limit, () => this.fail(FormMalformed('The form has too many parts.')));
    parser.on('error', (cause) => this.fail(FormMalformed(undefined, { cause })));
    parser.once('finish', () => this.finish());
  }

  private begin(...[name, bytes, given, , type]: FilePart): void {
    refuseNameless(name);
    if (name !== FILE_FIELD) throw unknownField(name);
    const filename = this.fields.filename ?? given ?? '';
    if (filename === '') throw FileMissing();
    this.bytes = bytes;
    this.isInFile = true;
    bytes.once('end', () => (this.isInFile = false));
    const contentType = this.fields.contentType ?? (SAYS_NOTHING.has(type) ? null : type);
    this.arrival.resolve({ filename, contentType, bytes });
  }

  private finish(): void {
    if (this.bytes === null) this.fail(FileMissing());
    else this.ending.resolve();
  }

  /** Before the first boundary, and behind the last, a sender could go on for ever. */
  private readonly count = (piece: Buffer): void => {
    if (this.isInFile) return;
    this.besideFile += piece.length;
    if (this.besideFile > BESIDE_FILE_BYTES)
      this.fail(FormMalformed('There is too much in the form beside its file.'));
  };

  private readonly noticeLeaving = (): void => {
    if (this.request.complete) return;
    this.leaving.abort();
    this.fail(BodyBrokeOff());
  };

  private refusing(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private fail(error: Error): void {
    this.bytes?.destroy(error);
    this.stop();
    this.arrival.reject(error);
    this.ending.reject(error);
  }
}
