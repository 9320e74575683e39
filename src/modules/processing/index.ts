export { ProcessingConfig } from './processing.config';
