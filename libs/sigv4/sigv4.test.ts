import { QueryPresigner } from './index';

/** The worked example of the service's own documentation, "Authenticating Requests: Using Query Parameters". */
const EXAMPLE = {
  region: 'us-east-1',
  credentials: {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  },
};
const now = new Date('2013-05-24T00:00:00Z');

describe('a presigned URL', () => {
  const presigner = new QueryPresigner(EXAMPLE);
  const url = new URL('https://examplebucket.s3.amazonaws.com/test.txt');

  it('is the one of the documented example', () => {
    const signed = new URL(presigner.presign({ method: 'GET', url, expiresSeconds: 86_400, now }));
    expect(signed.searchParams.get('X-Amz-Signature')).toBe(
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });

  it('binds the headers that the caller must send', () => {
    const headers = { 'content-type': 'video/mp4', 'content-length': '10' };
    const signed = new URL(presigner.presign({ method: 'PUT', url, expiresSeconds: 900, now, headers }));
    expect(signed.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host');
    const other = presigner.presign({
      method: 'PUT',
      url,
      expiresSeconds: 900,
      now,
      headers: { ...headers, 'content-length': '11' },
    });
    expect(new URL(other).searchParams.get('X-Amz-Signature')).not.toBe(
      signed.searchParams.get('X-Amz-Signature'),
    );
  });

  it('signs on the next day with the key of that day', () => {
    const request = { method: 'GET', url, expiresSeconds: 60 };
    const first = presigner.presign({ ...request, now });
    presigner.presign({ ...request, now: new Date('2013-05-25T00:00:00Z') });
    expect(presigner.presign({ ...request, now })).toBe(first);
  });
});
