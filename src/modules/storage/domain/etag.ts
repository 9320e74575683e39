/** Clients hand an ETag back as they got it: in quotes, and perhaps called weak on the way. */
export function bareEtag(etag: string): string {
  return etag.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');
}
