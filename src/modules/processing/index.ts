export { PatientRecord } from './commands/patient-record';
export { planOfUpload } from './domain/upload-plan';
export { PermanentFailure } from './domain/processing.errors';
export { MediaConfig } from './media.config';
export { MediaToolbox } from './ports/media-toolbox';
export { StepRepository } from './ports/step-repository';
export { ProcessingConfig } from './processing.config';
