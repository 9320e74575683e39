import { once } from 'node:events';
import { stat, utimes } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import path from 'node:path';

const LONG_AGO = new Date(2_000, 0, 1);
const LISTENER = 'the listener';

/** A listener that nobody may call, and files that nobody may read: they tell who was there. */
export class ForbiddenGround {
  private calls = 0;

  private constructor(
    private readonly listener: Server,
    private readonly files: readonly string[],
  ) {
    listener.on('connection', (socket) => {
      this.calls += 1;
      socket.destroy();
    });
  }

  static async with(...files: readonly string[]): Promise<ForbiddenGround> {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const ground = new ForbiddenGround(listener, files);
    await ground.forget();
    return ground;
  }

  get address(): string {
    return `http://127.0.0.1:${String((this.listener.address() as AddressInfo).port)}`;
  }

  /** What was called or read since it was last forgotten: by name, nothing if nobody was there. */
  async touched(): Promise<readonly string[]> {
    const read: string[] = this.calls > 0 ? [LISTENER] : [];
    for (const file of this.files)
      if ((await stat(file)).atime.getTime() !== LONG_AGO.getTime()) read.push(path.basename(file));
    return read;
  }

  async forget(): Promise<void> {
    this.calls = 0;
    // A reader then changes the time of access, also where the system is lazy about it.
    for (const file of this.files) await utimes(file, LONG_AGO, new Date());
  }

  close(): void {
    this.listener.close();
  }
}
