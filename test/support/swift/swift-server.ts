import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { eventually } from '../eventually';
import { STORAGE_SERVERS, SWIFT_CREDENTIALS, swiftSettings, type SwiftPorts } from './swift-settings';
import { pythonEnvironment, swiftPython, swiftRoot } from './unpacked-python';

const START_LIMIT_MS = 60_000;

/**
 * Debian's Swift with its S3 API, on loopback. It verifies signatures, which is the point: a server that takes any would
 * prove nothing. Its packages (swift-proxy, swift-account, swift-container, swift-object, memcached) are installed, or
 * unpacked below a folder that TEST_SWIFT_ROOT names.
 */
export class SwiftServer {
  readonly credentials = SWIFT_CREDENTIALS;

  private constructor(
    readonly endpoint: string,
    private readonly folder: string,
    private readonly families: readonly ChildProcess[],
  ) {}

  static get isAvailable(): boolean {
    return existsSync(path.join(swiftRoot(), 'usr/bin/swift-proxy-server'));
  }

  static async start(corsOrigin: string): Promise<SwiftServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'framegate-swift-'));
    const [proxy, account, container, object, memcached] = await freePorts(5);
    const ports = { proxy, account, container, object, memcached } as SwiftPorts;
    await mkdir(path.join(folder, 'devices/d1'), { recursive: true });
    for (const [name, text] of Object.entries(swiftSettings(folder, ports, corsOrigin)))
      await writeFile(path.join(folder, name), text);
    const families = startServers(folder, ports);
    const swift = new SwiftServer(`http://127.0.0.1:${String(ports.proxy)}`, folder, families);
    try {
      await Promise.race([untilAllAnswer(ports), ...families.map(endedEarly)]);
    } catch (error) {
      await swift.stop();
      throw error;
    }
    return swift;
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.families.map(async (first) => {
        if (first.stdio[3]?.destroyed !== false) return;
        const allGone = once(first, 'close');
        first.kill('SIGKILL');
        await allGone;
      }),
    );
    await rm(this.folder, { recursive: true, force: true });
  }
}

function startServers(folder: string, { memcached, ...ports }: SwiftPorts): ChildProcess[] {
  const cache = ['-l', '127.0.0.1', '-p', String(memcached), '-U', '0', '-u', 'root'];
  const rings = STORAGE_SERVERS.map((kind) => `${kind}=${String(ports[kind])}`);
  return [
    startFamily(path.join(swiftRoot(), 'usr/bin/memcached'), cache, folder),
    startFamily(swiftPython(), [path.join(__dirname, 'run-swift.py'), folder, ...rings], folder),
  ];
}

/** The last pipe is written by nobody: every child inherits it, so it ends when the last of them is gone. */
function startFamily(program: string, args: readonly string[], cwd: string): ChildProcess {
  const family = spawn(program, args, {
    cwd,
    env: pythonEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  (family.stdio[3] as Readable).resume();
  return family;
}

async function endedEarly(family: ChildProcess): Promise<never> {
  const said: Buffer[] = [];
  family.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
  await once(family, 'close');
  throw new Error(`${family.spawnfile} ended: ${Buffer.concat(said).toString().slice(-2_000)}`);
}

async function untilAllAnswer(ports: SwiftPorts): Promise<void> {
  await Promise.all(
    Object.values(ports).map((port: number) =>
      eventually('Swift listens', () => answers(port), START_LIMIT_MS),
    ),
  );
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
