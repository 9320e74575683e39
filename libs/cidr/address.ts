import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Octal, hexadecimal and shortened IPv4 spellings are refused: `010.0.0.1` means two things to two parsers. */
const FOUR_PARTS = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

/** Reads one address; an IPv4 address in IPv6 clothes (`::ffff:10.0.0.1`) comes back as the IPv4 address. */
export function parseAddress(text: string): Address | null {
  if (!text.includes(':') && !FOUR_PARTS.test(text)) return null;
  if (!ipaddr.isValid(text)) return null;
  return ipaddr.process(withoutZone(text));
}

export function canonicalAddress(text: string): string | null {
  return parseAddress(text)?.toString() ?? null;
}

/**
 * What one client can be held to: an IPv4 address, or the /64 of an IPv6 address, since whoever has one
 * address of a /64 usually has all of them.
 */
export function rateLimitBlock(text: string): string {
  const address = parseAddress(text);
  if (address === null) return 'unknown';
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`).toString()}/64`;
}

function withoutZone(text: string): string {
  const zone = text.indexOf('%');
  return zone === -1 ? text : text.slice(0, zone);
}
