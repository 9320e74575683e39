import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import type { ProblemBody } from './wire';

/** The first answer on a connection. */
export interface RawAnswer {
  /** 0 when there was none. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
  /** Bytes that the server, or the kernel for it, took meanwhile. */
  readonly bytesSent: number;
}

const ANSWER_LIMIT_MS = 5_000;

/** Bytes as no HTTP client would send them. The whole conversation is what is written here. */
export function exchange(port: number, bytes: string): Promise<RawAnswer> {
  const socket = open(port);
  socket.write(Buffer.from(bytes, 'latin1'));
  return answerOn(socket, isComplete);
}

/** Sends a head, then a body without end, until the server cuts the connection. */
export async function pour(port: number, head: string, nextPiece: () => Buffer): Promise<RawAnswer> {
  const socket = open(port);
  const answer = answerOn(socket, () => false);
  socket.write(head);
  while (!socket.destroyed) {
    if (!socket.write(nextPiece()))
      await Promise.race([once(socket, 'drain').catch(() => undefined), answer]);
    await new Promise(setImmediate); // lets an answer in before the next piece finds the connection cut
  }
  return answer;
}

/** Sends bytes and is gone. */
export async function breakOff(port: number, bytes: string): Promise<void> {
  const socket = open(port);
  await new Promise((resolve) => socket.write(bytes, resolve));
  socket.destroy();
}

export function problemIn(answer: RawAnswer): ProblemBody {
  return JSON.parse(answer.body) as ProblemBody;
}

export function headerIn({ head }: Pick<RawAnswer, 'head'>, name: string): string | undefined {
  const line = head
    .split('\r\n')
    .find((candidate) => candidate.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(line.indexOf(':') + 1).trim();
}

function open(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined); // a cut connection is what many of these are about
  return socket;
}

function answerOn(socket: Socket, isEnough: (received: string) => boolean): Promise<RawAnswer> {
  return new Promise((resolve) => {
    let received = '';
    const finish = (): void => {
      clearTimeout(limit);
      const bytesSent = socket.bytesWritten;
      socket.destroy();
      resolve({ ...split(received), bytesSent });
    };
    const limit = setTimeout(finish, ANSWER_LIMIT_MS);
    socket.on('data', (chunk) => {
      received += chunk.toString('utf8');
      if (isEnough(received)) finish();
    });
    socket.on('close', finish);
  });
}

function isComplete(received: string): boolean {
  const { head, body } = split(received);
  const length = headerIn({ head }, 'Content-Length');
  return length !== undefined && Buffer.byteLength(body) >= Number(length);
}

function split(received: string): { status: number; head: string; body: string } {
  const end = received.indexOf('\r\n\r\n');
  const head = end === -1 ? received : received.slice(0, end);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
  return { status, head, body: end === -1 ? '' : received.slice(end + 4) };
}
