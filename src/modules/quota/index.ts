export { QuotaConfig } from './quota.config';
export { QuotaExceeded, StorageQuotaExceeded } from './domain/quota.errors';
export { QuotaLedger, type Reservation } from './ports/quota-ledger';
export { QuotaQueries } from './queries/quota.queries';
