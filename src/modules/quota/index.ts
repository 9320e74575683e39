export { QuotaConfig } from './quota.config';
