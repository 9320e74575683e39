import { canonicalAddress } from './address';
import type { CidrSet } from './cidr-set';

const UNKNOWN_PEER = '0.0.0.0';

/**
 * The right-most address that no trusted proxy vouches for. A header from an untrusted peer is never read, and an
 * entry that is no address ends the search: what stands left of it was not written by anyone we trust.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | string[] | undefined,
  trusted: CidrSet,
): string {
  let address = canonicalAddress(peer ?? '') ?? UNKNOWN_PEER;
  if (trusted.isEmpty || forwardedFor === undefined) return address;
  const hops = (Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor).split(',');
  for (let index = hops.length - 1; index >= 0 && trusted.contains(address); index -= 1) {
    const hop = canonicalAddress(withoutPort(hops[index] ?? ''));
    if (hop === null) return address;
    address = hop;
  }
  return address;
}

/** Some proxies write `203.0.113.9:51234` or `[2001:db8::1]:51234`. */
function withoutPort(hop: string): string {
  const text = hop.trim();
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text);
  if (bracketed) return bracketed[1] ?? '';
  return /^[\d.]+:\d{1,5}$/.test(text) ? text.slice(0, text.indexOf(':')) : text;
}
