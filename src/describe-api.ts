import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { buildDocument } from '#platform/http/openapi/build-document';
import { RELEASE } from '#platform/release';

const TAGS = [
  { name: 'Accounts', description: 'Sign up, sign in, and stay signed in.' },
  { name: 'API keys', description: 'Credentials for programs: made, restricted, rotated and revoked.' },
  { name: 'Users', description: 'Accounts as admins see them.' },
  { name: 'Malls', description: 'Malls, their stores and camera pins, and who belongs to them.' },
  { name: 'Uploads', description: 'How bytes come in.' },
  { name: 'Videos', description: 'What was uploaded, and what became of it.' },
  { name: 'Processing', description: 'The work on videos: how far it is, and what went wrong.' },
  { name: 'Playback', description: 'Links by which videos are watched.' },
  { name: 'Events', description: 'What happens, told while it happens.' },
  { name: 'Quota', description: 'How much may be uploaded.' },
  { name: 'Audit', description: 'Who did what to whom.' },
  { name: 'Health', description: 'For load balancers, monitors and people on call.' },
];

export function describeApi(app: INestApplication, publicUrl: string | null): OpenAPIObject {
  return buildDocument(app, { version: RELEASE, publicUrl, tags: TAGS });
}
