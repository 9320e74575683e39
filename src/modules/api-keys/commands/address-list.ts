import { CidrError, CidrSet } from '#libs/cidr';
import { MOST_ADDRESS_BLOCKS, termFault } from '../domain/key-policy';

export interface AddressListWish {
  readonly cidrs: readonly string[];
  /** A block that is every address is a slip more often than a wish. */
  readonly isAnyAddressMeant: boolean;
}

/** The blocks, each in its one spelling and once; none: from anywhere. */
export function addressList({ cidrs, isAnyAddressMeant }: AddressListWish): readonly string[] {
  if (cidrs.length > MOST_ADDRESS_BLOCKS)
    throw termFault(
      'allowed_cidrs',
      'TOO_MANY',
      `allowed_cidrs may have ${String(MOST_ADDRESS_BLOCKS)} blocks`,
    );
  const blocks = cidrs.map((text, index) =>
    oneBlock(text, `allowed_cidrs.${String(index)}`, isAnyAddressMeant),
  );
  return [...new Set(blocks)];
}

function oneBlock(text: string, field: string, isAnyAddressMeant: boolean): string {
  const block = parsed(text, field);
  if (block.holdsWholeFamily && !isAnyAddressMeant)
    throw termFault(
      field,
      'EVERY_ADDRESS',
      `"${text}" is every address; say allow_any_address if you mean it`,
    );
  return block.texts.join();
}

function parsed(text: string, field: string): CidrSet {
  try {
    return CidrSet.parse([text]);
  } catch (error) {
    throw error instanceof CidrError ? termFault(field, error.fault, error.message) : error;
  }
}
