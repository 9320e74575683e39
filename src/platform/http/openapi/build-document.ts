import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ProblemDto } from '../contract/problem.dto';
import { completeDocument } from './complete-document';

export interface DocumentFacts {
  readonly version: string;
  /** Null: the document is served where the API is. */
  readonly publicUrl: string | null;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
}

const DESCRIPTION = [
  'Framegate takes videos in, checks and processes them, and plays them back.',
  'Errors are RFC 9457 problem documents with a stable `error_code`; every answer carries `X-Request-Id`.',
  'Times are RFC 3339 in UTC, sizes are bytes, durations are seconds.',
].join('\n\n');

/** OpenAPI 3.1 out of the decorators; what every operation shares is added by `completeDocument`. */
export function buildDocument(app: INestApplication, facts: DocumentFacts): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Framegate')
    .setDescription(DESCRIPTION)
    .setVersion(facts.version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setContact('Framegate maintainers', 'https://framegate.invalid', 'maintainers@framegate.invalid')
    .addServer(facts.publicUrl ?? '/', 'This installation')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'An access token of POST /auth/login, or an API key.',
      },
      'bearer',
    )
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'An API key of POST /api-keys.' },
      'apiKey',
    );
  for (const { name, description } of facts.tags) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), { extraModels: [ProblemDto] });
  return completeDocument(document);
}
