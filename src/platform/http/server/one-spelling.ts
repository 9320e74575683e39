import type { RequestHandler } from 'express';

/** `/api/...` is the newest version and `/v1/dashboard/...` an old address of the dashboard: both reach the same router. */
export const oneSpelling: RequestHandler = (request, _response, next) => {
  if (request.url.startsWith('/api/') && !request.url.startsWith('/api/v1/')) {
    request.url = `/api/v1/${request.url.slice('/api/'.length)}`;
  } else if (request.url.startsWith('/v1/dashboard/')) {
    request.url = `/api${request.url}`;
  }
  next();
};
