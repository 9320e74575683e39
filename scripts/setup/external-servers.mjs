import { SetupFailure } from './failure.mjs';
import { connectError } from './ports.mjs';

const REASONS = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name cannot be resolved',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
};

const WEB_PORTS = { 'http:': 80, 'https:': 443 };

/** Host and port of a connection URL; undefined for one that names a socket folder. */
export function addressIn(variable, text, { protocols, defaultPort }) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !protocols.includes(url.protocol)) {
    throw new SetupFailure(
      `${variable} is not a URL that starts with ${protocols.map((each) => `${each}//`).join(' or ')}.`,
    );
  }
  if (!url.hostname) return undefined;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (defaultPort ?? WEB_PORTS[url.protocol]),
  };
}

const KINDS = {
  database: { label: 'PostgreSQL', protocols: ['postgres:', 'postgresql:'], defaultPort: 5432 },
  redis: { label: 'Redis', protocols: ['redis:', 'rediss:'], defaultPort: 6379 },
  store: { label: 'The S3 store', protocols: ['http:', 'https:'] },
};

/** Somebody else's server: only asked whether it is there, never started, stopped or changed. */
export async function requireReachable(kind, variable, text) {
  const { label, ...rules } = KINDS[kind];
  const address = addressIn(variable, text, rules);
  if (!address) return;
  const error = await connectError({ ...address, timeoutMs: 5_000 });
  if (!error) return;
  const reason = REASONS[error.code] ?? error.code ?? 'unreachable';
  throw new SetupFailure(
    `${label} at ${address.host}:${address.port} (from ${variable}) cannot be reached: ${reason}. ` +
      `Start it, correct ${variable}, or unset ${variable} to let Framegate run its own.`,
  );
}
