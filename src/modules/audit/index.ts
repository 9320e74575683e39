export { AuditTrail, type AuditEntry } from './ports/audit-trail';
