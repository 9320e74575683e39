export { StorageConfig } from './storage.config';
