import { Controller, Get, Injectable, Put, Req, Res, type OnModuleInit } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { StreamedRoutes } from '#platform/http/body/streamed-routes';
import { Operation } from '#platform/http/contract/operation.decorator';
import { LINK_PATH } from '../drivers/disk/disk-links';
import { SignedDownloads } from './signed-downloads';
import { SignedUploads } from './signed-uploads';

/**
 * Where the links of the disk driver lead. Not in the OpenAPI document: with another driver they lead to another host, so a
 * client must take a link as it is given and can rely on nothing but what S3 would do as well.
 */
@ApiExcludeController()
@Controller('storage')
export class SignedTransfersController {
  constructor(
    private readonly uploads: SignedUploads,
    private readonly downloads: SignedDownloads,
  ) {}

  @Get('*key')
  @Operation({
    id: 'readStoredObject',
    summary: 'Read a stored file by a signed link',
    description: 'The link is the permission. Single ranges and conditions are answered.',
    access: 'public',
    rateClass: 'none',
    answer: { status: 200, description: 'The file.' },
  })
  read(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.downloads.serve(request, response);
  }

  @Put('*key')
  @Operation({
    id: 'writeStoredObject',
    summary: 'Upload a file, or a part of one, by a signed link',
    description: 'The link is the permission, for one type and one length.',
    access: 'public',
    rateClass: 'none',
    answer: { status: 200, description: 'Stored; `ETag` names this version.' },
  })
  write(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.uploads.accept(request, response);
  }
}

@Injectable()
export class SignedTransfersAreStreamed implements OnModuleInit {
  constructor(private readonly streamed: StreamedRoutes) {}

  onModuleInit(): void {
    this.streamed.add({ methods: ['GET', 'HEAD', 'PUT'], path: new RegExp(`^${LINK_PATH}`) });
  }
}
