import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { PatientRecord } from '#modules/processing';
import { ObjectStore, type ArrivedObject } from '#modules/storage';
import { FileEmpty } from '../../domain/upload.errors';
import type { IncomingForm } from '../../ports/incoming-form';
import { ProbeFiles, type ProbeFile } from '../../ports/probe-file';
import { InspectArrival } from '../inspect-arrival';
import type { OpenedUpload } from '../open-upload';
import { ExamineVideo } from './examine-video';
import { Fingerprint } from './fingerprint';
import { patience } from './patience';

export interface TakeFileInput {
  readonly opened: OpenedUpload;
  readonly bytes: Readable;
  readonly form: IncomingForm;
  readonly signal: AbortSignal;
  readonly report: (fraction: number) => void;
}

export interface TakenFile {
  readonly arrived: ArrivedObject & { readonly sha256: string };
  readonly metadata: object | null;
}

/** Moves the bytes from the form to the store in constant memory, then reads back what the store has, and looks into it. */
@Injectable()
export class TakeFile {
  constructor(
    private readonly store: ObjectStore,
    private readonly probeFiles: ProbeFiles,
    private readonly inspect: InspectArrival,
    private readonly examine: ExamineVideo,
    private readonly patient: PatientRecord,
  ) {}

  execute(input: TakeFileInput): Promise<TakenFile> {
    const { session } = input.opened;
    return this.probeFiles.during(session.stagingKey, async (file) => {
      const { sizeBytes, sha256 } = await this.write(input, file);
      const metadata = await input.form.metadata();
      const inspect = () => this.inspect.execute({ ...session, declaredBytes: sizeBytes });
      const arrived = await this.patient.tell(inspect, patience(input.signal));
      await this.examine.execute(file.path, input.signal);
      return { arrived: { ...arrived, sha256 }, metadata };
    });
  }

  private async write(
    { opened, bytes, signal, report }: TakeFileInput,
    file: ProbeFile,
  ): Promise<{ sizeBytes: number; sha256: string }> {
    const { stagingKey, declaredBytes: maxBytes } = opened.session;
    const fingerprint = new Fingerprint(file, (sizeBytes) => report(sizeBytes / maxBytes));
    // When the form breaks off, this destroys the fingerprint, and the store's write fails for the same reason.
    const passing = pipeline(bytes, fingerprint).catch(() => undefined);
    try {
      await this.store.write(stagingKey, fingerprint, { contentType: opened.contentType, maxBytes, signal });
    } finally {
      fingerprint.destroy();
      await passing;
      await file.close();
    }
    if (fingerprint.sizeBytes === 0) throw FileEmpty();
    return { sizeBytes: fingerprint.sizeBytes, sha256: fingerprint.sha256() };
  }
}
