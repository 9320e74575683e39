export { AuditTrail, type AuditEntry } from './ports/audit-trail';
export { ChainQueries, type ChainReport } from './queries/chain.queries';
export { verifyTrail } from './persistence/verify-trail';
