import ipaddr from 'ipaddr.js';
import { parseAddress, type Address } from './address';

export type CidrFault = 'NOT_AN_ADDRESS_BLOCK' | 'BAD_PREFIX_LENGTH' | 'HOST_BITS_SET';

export class CidrError extends Error {
  constructor(
    readonly fault: CidrFault,
    message: string,
  ) {
    super(message);
  }
}

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

  /** Whether one of the blocks is every address of its family: seldom meant, and easily typed. */
  get holdsWholeFamily(): boolean {
    return this.blocks.some(([, bits]) => bits === 0);
  }

  contains(text: string): boolean {
    const address = parseAddress(text);
    return address !== null && this.blocks.some((block) => holds(block, address));
  }
}

function parseBlock(text: string): Block {
  const [addressText = '', bitsText, ...rest] = text.split('/');
  const address = parseAddress(addressText);
  if (address === null || rest.length > 0)
    throw new CidrError('NOT_AN_ADDRESS_BLOCK', `"${text}" is not an address block`);
  const width = address.kind() === 'ipv4' ? 32 : 128;
  if (bitsText === undefined) return [address, width];
  // In IPv6 clothes the prefix counts the clothes too.
  const clothes = width === 32 && addressText.includes(':') ? 96 : 0;
  const bits = Number(bitsText) - clothes;
  if (!/^(?:0|[1-9]\d{0,2})$/.test(bitsText) || bits < 0 || bits > width) {
    const range = `from ${String(clothes)} to ${String(clothes + width)}`;
    throw new CidrError('BAD_PREFIX_LENGTH', `"${text}" has no prefix length ${range}`);
  }
  return withoutHostBits(text, address, bits);
}

function withoutHostBits(text: string, address: Address, bits: number): Block {
  const cidr = `${address.toString()}/${String(bits)}`;
  const network =
    address instanceof ipaddr.IPv4
      ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
      : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  if (network.toString() !== address.toString()) {
    const meant = `${network.toString()}/${String(bits)}`;
    throw new CidrError('HOST_BITS_SET', `"${text}" has host bits set; did you mean ${meant}?`);
  }
  return [address, bits];
}

function holds([network, bits]: Block, address: Address): boolean {
  if (network instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(network, bits);
  return address instanceof ipaddr.IPv6 && address.match(network, bits);
}
