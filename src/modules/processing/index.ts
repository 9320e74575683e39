export { planOfUpload } from './domain/upload-plan';
export { MediaConfig } from './media.config';
export { StepRepository } from './ports/step-repository';
export { ProcessingConfig } from './processing.config';
