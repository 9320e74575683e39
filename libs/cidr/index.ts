export { parseAddress, canonicalAddress, rateLimitBlock } from './address';
export { CidrSet, CidrError } from './cidr-set';
export { clientAddress } from './client-address';
