export { parseAddress, canonicalAddress, rateLimitBlock } from './address';
export { CidrSet, CidrError, type CidrFault } from './cidr-set';
export { clientAddress } from './client-address';
