import { Global, Module } from '@nestjs/common';
import { TemporaryFolders } from './temporary-folders';

@Global()
@Module({ providers: [TemporaryFolders], exports: [TemporaryFolders] })
export class TemporaryFoldersModule {}
