import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../eventually';
import { SWIFT_CREDENTIALS, swiftSettings, type SwiftPorts } from './swift-settings';

const SERVERS = ['account', 'container', 'object', 'proxy'] as const;
const START_LIMIT_MS = 30_000;
const RING_POWER = '4';

/**
 * Debian's Swift with its S3 API, on loopback, for one test file. It verifies signatures, which is the point: a server that
 * takes any would prove nothing. Its packages (swift-proxy, swift-account, swift-container, swift-object, memcached) are
 * installed, or unpacked below a folder that TEST_SWIFT_ROOT names.
 */
export class SwiftServer {
  readonly credentials = SWIFT_CREDENTIALS;

  private constructor(
    readonly endpoint: string,
    private readonly folder: string,
    private readonly children: readonly ChildProcess[],
  ) {}

  static get isAvailable(): boolean {
    return existsSync(path.join(root(), 'usr/bin/swift-proxy-server'));
  }

  static async start(corsOrigin: string): Promise<SwiftServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'framegate-swift-'));
    const [proxy, account, container, object, memcached] = await freePorts(5);
    const ports = { proxy, account, container, object, memcached } as SwiftPorts;
    await mkdir(path.join(folder, 'devices/d1'), { recursive: true });
    for (const [name, text] of Object.entries(swiftSettings(folder, ports, corsOrigin)))
      await writeFile(path.join(folder, name), text);
    buildRings(folder, ports);
    const children = startServers(folder, ports);
    const swift = new SwiftServer(`http://127.0.0.1:${String(ports.proxy)}`, folder, children);
    try {
      await Promise.all(
        Object.values(ports).map((port: number) =>
          eventually('Swift listens', () => answers(port), START_LIMIT_MS),
        ),
      );
    } catch (error) {
      await swift.stop();
      throw error;
    }
    return swift;
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }),
    );
    await rm(this.folder, { recursive: true, force: true });
  }
}

function root(): string {
  return process.env.TEST_SWIFT_ROOT ?? '/';
}

function python(): string {
  return path.join(existsSync('/usr/bin/python3') ? '/' : root(), 'usr/bin/python3');
}

function environment(): NodeJS.ProcessEnv {
  const libraries = ['usr/lib', 'lib'].flatMap((top) => {
    const folder = path.join(root(), top);
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return names.filter((name) => name.endsWith('-linux-gnu')).map((name) => path.join(folder, name));
  });
  return {
    PATH: '/usr/bin:/bin',
    LC_ALL: 'C.UTF-8',
    PYTHONPATH: path.join(root(), 'usr/lib/python3/dist-packages'),
    PYTHONDONTWRITEBYTECODE: '1',
    ...(root() === '/' ? {} : { LD_LIBRARY_PATH: libraries.join(':') }),
  };
}

function buildRings(folder: string, ports: SwiftPorts): void {
  const builder = path.join(root(), 'usr/bin/swift-ring-builder');
  for (const kind of ['account', 'container', 'object'] as const) {
    const file = path.join(folder, `${kind}.builder`);
    const device = `r1z1-127.0.0.1:${String(ports[kind])}/d1`;
    for (const args of [['create', RING_POWER, '1', '1'], ['add', device, '1'], ['rebalance']]) {
      const run = spawnSync(python(), [builder, file, ...args], { env: environment(), encoding: 'utf8' });
      if (run.status !== 0) throw new Error(`swift-ring-builder: ${run.stdout}${run.stderr}`);
    }
  }
}

function startServers(folder: string, { memcached }: SwiftPorts): ChildProcess[] {
  const options = { env: environment(), cwd: folder, stdio: ['ignore', 'ignore', 'ignore'] as 'ignore'[] };
  const cache = ['-l', '127.0.0.1', '-p', String(memcached), '-U', '0', '-u', 'root'];
  return [
    spawn(path.join(root(), 'usr/bin/memcached'), cache, options),
    ...SERVERS.map((kind) => spawn(python(), [path.join(__dirname, 'run-server.py'), kind, folder], options)),
  ];
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
