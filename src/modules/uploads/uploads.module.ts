import { Module } from '@nestjs/common';
import { UploadMetrics } from './upload.metrics';

@Module({ providers: [UploadMetrics] })
export class UploadsModule {}
