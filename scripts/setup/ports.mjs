import { randomInt } from 'node:crypto';
import net from 'node:net';
import { SetupFailure } from './failure.mjs';

// Below the range that systems hand to outgoing connections: a client that keeps trying a port of that range while its
// server is down can end up connected to itself, and then the server cannot come back.
const PRIVATE_PORTS = { from: 20_000, to: 32_000 };
const DEFAULT_HTTP_PORT = 3000;

export function canListen(port, host) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Resolves to undefined when something accepts connections there, else to the error. */
export function connectError({ host, port, timeoutMs = 3_000 }) {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: timeoutMs });
    const done = (error) => {
      socket.destroy();
      resolve(error);
    };
    socket.once('connect', () => done(undefined));
    socket.once('timeout', () => done(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    socket.once('error', done);
  });
}

export async function isFree(port, host) {
  if (!(await canListen(port, host))) return false;
  // macOS lets two programs listen on the same port when one of them names the address.
  return Boolean(await connectError({ host: connectableHost(host), port, timeoutMs: 1_000 }));
}

export async function freePrivatePort() {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomInt(PRIVATE_PORTS.from, PRIVATE_PORTS.to);
    if (await isFree(port, '127.0.0.1')) return port;
  }
  throw new SetupFailure('No free port was found on 127.0.0.1 for the private servers.');
}

/** The address to connect to for a server told to listen on `host`. */
export function connectableHost(host) {
  if (!host || host === '0.0.0.0' || host === 'localhost') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

export function originOf(host, port) {
  const name = connectableHost(host);
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function parsePort(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new SetupFailure(`PORT must be a whole number from 1 to 65535, and it is "${text}".`);
}

/** PORT when given, and then exactly that one; else 3000 or the next free one. */
export async function httpPort(env, host) {
  if (env.PORT) {
    const port = parsePort(env.PORT);
    if (await isFree(port, host)) return port;
    throw new SetupFailure(`Port ${port} is taken by another program: stop it, or set PORT to a free one.`);
  }
  for (let port = DEFAULT_HTTP_PORT; port < DEFAULT_HTTP_PORT + 100; port++) {
    if (await isFree(port, host)) return port;
  }
  throw new SetupFailure(`Nothing can listen on ${host}: is HOST an address of this machine?`);
}
