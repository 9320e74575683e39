import { isIP } from 'node:net';
import { CidrSet } from '#libs/cidr';
import { Secret } from './secret';
import type { Kind } from './variable';

export function wholeNumber(limits: { min: number; max: number; example?: number }): Kind<number> {
  const { min, max, example = min } = limits;
  return {
    expected: `a whole number from ${String(min)} to ${String(max)}`,
    example: String(example),
    parse: (text) => {
      const value = Number(text);
      if (!/^-?\d{1,15}$/.test(text) || value < min || value > max) throw new Error('is not in range');
      return value;
    },
  };
}

export function choice<const T extends string>(...values: readonly T[]): Kind<T> {
  return {
    expected: `one of ${values.join(', ')}`,
    example: values[0] ?? '',
    parse: (text) => {
      const found = values.find((value) => value === text);
      if (found === undefined) throw new Error('is not one of them');
      return found;
    },
  };
}

export function text(options: { expected: string; example: string; pattern?: RegExp }): Kind<string> {
  const { expected, example, pattern = /^.{1,1024}$/s } = options;
  return {
    expected,
    example,
    parse: (value) => {
      if (!pattern.test(value)) throw new Error('does not look like one');
      return value;
    },
  };
}

export function url(...protocols: readonly string[]): Kind<URL> {
  const list = protocols.map((protocol) => `${protocol}://`).join(' or ');
  return {
    expected: `a URL that begins with ${list}`,
    example: `${protocols[0] ?? 'https'}://example.org`,
    parse: (value) => {
      const parsed = new URL(value);
      if (!protocols.includes(parsed.protocol.slice(0, -1))) throw new Error('has another scheme');
      return parsed;
    },
  };
}

/** A URL that carries a password. */
export function connectionUrl(protocols: readonly string[], example: string): Kind<Secret> {
  const plain = url(...protocols);
  return {
    expected: plain.expected,
    example,
    isSecret: true,
    parse: (value) => {
      plain.parse(value);
      return new Secret(value);
    },
  };
}

export function origins(): Kind<readonly string[]> {
  return {
    expected: 'origins separated by commas, each a scheme, a host and perhaps a port, without a path',
    example: 'https://app.example.org,http://localhost:5173',
    parse: (value) =>
      entries(value).map((entry) => {
        const parsed = new URL(entry);
        if (parsed.origin !== entry || !parsed.protocol.startsWith('http')) {
          throw new Error(`"${entry}" is not an origin (it would be ${parsed.origin})`);
        }
        return entry;
      }),
  };
}

export function addressBlocks(example: string): Kind<CidrSet> {
  return {
    expected: 'address blocks in CIDR form, separated by commas (a bare "true" or a hop count is refused)',
    example,
    parse: (value) => CidrSet.parse(entries(value)),
  };
}

export function list<const T extends string>(allowed: readonly T[]): Kind<readonly T[]> {
  const one = choice(...allowed);
  return {
    expected: `a list, separated by commas, out of ${allowed.join(', ')}`,
    example: allowed.slice(0, 2).join(','),
    parse: (value) => {
      const found = entries(value).map((entry) => one.parse(entry.toLowerCase()));
      if (found.length === 0) throw new Error('is empty');
      return [...new Set(found)];
    },
  };
}

export function bindAddress(): Kind<string> {
  return {
    expected: 'an IP address of this machine, or localhost',
    example: '0.0.0.0',
    parse: (value) => {
      if (value !== 'localhost' && isIP(value) === 0) throw new Error('is not an address');
      return value;
    },
  };
}

export function secret(options: {
  expected: string;
  example: string;
  check?: (value: string) => void;
}): Kind<Secret> {
  return {
    expected: options.expected,
    example: options.example,
    isSecret: true,
    parse: (value) => {
      options.check?.(value);
      return new Secret(value);
    },
  };
}

function entries(value: string): string[] {
  return value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
