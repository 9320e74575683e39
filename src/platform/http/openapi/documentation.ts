import { createRequire } from 'node:module';
import path from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { static as serveFolder, type Express, type RequestHandler } from 'express';
import { DOCUMENTATION_POLICY } from '../server/standing-headers';

const REDOC_BUNDLES = path.dirname(createRequire(__filename).resolve('redoc/bundles/redoc.standalone.js'));

/** Served by the app itself, from installed packages: documentation must work where there is no internet. */
export function serveDocumentation(app: NestExpressApplication, document: OpenAPIObject): void {
  app.use(['/docs', '/redoc'], allowOwnScripts);
  app.use('/redoc/assets', serveFolder(REDOC_BUNDLES, { index: false, maxAge: '1h' }));
  const server: Express = app.getHttpAdapter().getInstance();
  server.get('/redoc', (_request, response) => {
    response.type('html').send(REDOC_PAGE);
  });
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Framegate API',
    swaggerOptions: { displayRequestDuration: true, validatorUrl: null },
  });
}

const allowOwnScripts: RequestHandler = (_request, response, next) => {
  response.setHeader('Content-Security-Policy', DOCUMENTATION_POLICY);
  response.setHeader('Cache-Control', 'no-cache');
  next();
};

/** The renderer's footer image would come from another host, so it is hidden. */
const REDOC_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Framegate API</title>
    <link rel="icon" href="data:,">
    <style>body { margin: 0 } a[href*="redocly.com"] { display: none }</style>
  </head>
  <body>
    <redoc spec-url="/openapi.json" hide-hostname disable-google-font></redoc>
    <script src="/redoc/assets/redoc.standalone.js"></script>
  </body>
</html>
`;
