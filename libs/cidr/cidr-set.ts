import ipaddr from 'ipaddr.js';
import { parseAddress, type Address } from './address';

export class CidrError extends Error {}

type Block = readonly [Address, number];

/** A set of address blocks, matched after v4-mapped addresses became v4. */
export class CidrSet {
  private constructor(
    private readonly blocks: readonly Block[],
    readonly texts: readonly string[],
  ) {}

  static readonly NONE = new CidrSet([], []);

  /** A bare address stands for itself. Host bits (`10.1.2.3/8`) are refused: they hide a mistake. */
  static parse(texts: readonly string[]): CidrSet {
    const blocks = texts.map(parseBlock);
    return new CidrSet(
      blocks,
      blocks.map(([address, bits]) => `${address.toString()}/${String(bits)}`),
    );
  }

  get isEmpty(): boolean {
    return this.blocks.length === 0;
  }

  contains(text: string): boolean {
    const address = parseAddress(text);
    return address !== null && this.blocks.some((block) => holds(block, address));
  }
}

function parseBlock(text: string): Block {
  const [addressText = '', bitsText, ...rest] = text.split('/');
  const address = parseAddress(addressText);
  if (address === null || rest.length > 0) throw new CidrError(`"${text}" is not an address block`);
  const width = address.kind() === 'ipv4' ? 32 : 128;
  if (bitsText === undefined) return [address, width];
  if (!/^\d{1,3}$/.test(bitsText) || Number(bitsText) > width) {
    throw new CidrError(`"${text}" has no prefix length from 0 to ${String(width)}`);
  }
  return withoutHostBits(text, address, Number(bitsText));
}

function withoutHostBits(text: string, address: Address, bits: number): Block {
  const cidr = `${address.toString()}/${String(bits)}`;
  const network =
    address instanceof ipaddr.IPv4
      ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
      : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  if (network.toString() !== address.toString()) {
    throw new CidrError(`"${text}" has host bits set; did you mean ${network.toString()}/${String(bits)}?`);
  }
  return [address, bits];
}

function holds([network, bits]: Block, address: Address): boolean {
  if (network instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(network, bits);
  return address instanceof ipaddr.IPv6 && address.match(network, bits);
}
