import type { RequestHandler } from 'express';

/**
 * Every `fetch` that is given an `If-None-Match` adds `Cache-Control: no-cache`. That speaks to caches on the way (RFC 9111,
 * 5.2.1), but Express would take it as a wish for the whole answer, and no frontend would ever hear 304.
 */
export const honourConditions: RequestHandler = (request, _response, next) => {
  delete request.headers['cache-control'];
  next();
};
