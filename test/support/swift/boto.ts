import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestBucket } from '../s3-server';
import { hasPythonPackage, pythonEnvironment, swiftPython } from './unpacked-python';

const run = promisify(execFile);

export interface SeenBucket {
  readonly objects: readonly {
    readonly key: string;
    readonly size: number;
    readonly type: string;
    readonly cache: string | null;
    readonly metadata: Readonly<Record<string, string>>;
  }[];
  /** Keys of multipart uploads that are open. */
  readonly uploads: readonly string[];
}

export function hasBoto(): boolean {
  return hasPythonPackage('boto3');
}

/** A bucket as a client sees it that shares no line with ours. */
export async function lookByBoto({ name, settings }: TestBucket): Promise<SeenBucket> {
  const script = path.join(__dirname, 'look-into-bucket.py');
  const env = { ...pythonEnvironment(), ...settings };
  const { stdout } = await run(swiftPython(), [script, settings.S3_ENDPOINT_URL ?? '', name], { env });
  return JSON.parse(stdout) as SeenBucket;
}
