export { UploadConfig } from './upload.config';
