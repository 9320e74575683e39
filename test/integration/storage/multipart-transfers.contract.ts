import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { storageKey, type MultipartTransfers, type ObjectStore } from '#modules/storage';
import { newId } from '#kernel/id';
import { sha256 } from '../../support/sha256';

export interface StoreUnderTest {
  readonly store: ObjectStore;
  readonly multipart: MultipartTransfers;
  /** Puts bytes where a client with a signed link would. Answers the ETag that the client was told. */
  readonly putPart: (part: PartToPut) => Promise<string>;
}

interface PartToPut {
  readonly key: string;
  readonly uploadId: string;
  readonly partNumber: number;
  readonly bytes: Buffer;
}

export const VIDEO = 'video/mp4';
const MIB = 1024 * 1024;

/** What every driver promises of objects that come in parts. */
export function itJoinsParts(
  given: () => StoreUnderTest,
  read: (key: string) => Promise<Buffer>,
  freshKey: () => string,
): void {
  const { multipart, put } = {
    multipart: () => given().multipart,
    put: (part: PartToPut) => given().putPart(part),
  };
  const large = randomBytes(5 * MIB);
  const small = randomBytes(1_000);
  const begin = () => multipart().begin({ key: freshKey(), contentType: VIDEO });

  describe('multipart uploads', () => {
    it('make one object of the parts that were named', async () => {
      const upload = await begin();
      const second = await put({ ...upload, partNumber: 2, bytes: small });
      const first = await put({ ...upload, partNumber: 1, bytes: large });
      const parts = [
        { partNumber: 1, etag: first },
        { partNumber: 2, etag: second },
      ];
      const facts = await multipart().complete(upload, parts);
      expect(facts).toMatchObject({ key: upload.key, sizeBytes: large.length + small.length });
      expect(await given().store.head(upload.key)).toEqual(facts);
      expect(sha256(await read(upload.key))).toBe(sha256(Buffer.concat([large, small])));
    });

    it('make an object that is read and copied by its ETag like any other', async () => {
      const upload = await begin();
      const etag = await put({ ...upload, partNumber: 1, bytes: small });
      const facts = await multipart().complete(upload, [{ partNumber: 1, etag }]);
      const { store } = given();
      expect(sha256(await buffer(await store.read(upload.key, { ifMatch: facts.etag })))).toBe(sha256(small));
      const to = storageKey('contract', newId(), 'copy.mp4');
      expect(await store.copy(upload.key, to, { ifMatch: facts.etag })).toMatchObject({
        sizeBytes: small.length,
      });
      expect(sha256(await read(to))).toBe(sha256(small));
      await expect(store.copy(upload.key, to, { ifMatch: `${facts.etag}0` })).rejects.toMatchObject({
        code: 'OBJECT_CHANGED',
      });
    });

    it('tell which parts have arrived', async () => {
      const upload = await begin();
      expect(await multipart().listParts(upload)).toEqual([]);
      await put({ ...upload, partNumber: 3, bytes: randomBytes(10) });
      const etag = await put({ ...upload, partNumber: 3, bytes: small });
      const [part, ...others] = await multipart().listParts(upload);
      expect(part).toEqual({ partNumber: 3, etag: etag.replaceAll('"', ''), sizeBytes: small.length });
      expect(others).toEqual([]);
      await multipart().abort(upload);
    });

    it('are not completed by a part that is missing, wrong, out of order or too small', async () => {
      const upload = await begin();
      const one = { partNumber: 1, etag: await put({ ...upload, partNumber: 1, bytes: small }) };
      const two = { partNumber: 2, etag: await put({ ...upload, partNumber: 2, bytes: randomBytes(1_000) }) };
      const mismatch = { code: 'PART_MISMATCH' };
      const complete = (...parts: { partNumber: number; etag: string }[]) =>
        multipart().complete(upload, parts);
      await expect(complete()).rejects.toMatchObject(mismatch);
      await expect(complete(one, { partNumber: 3, etag: two.etag })).rejects.toMatchObject(mismatch);
      await expect(complete({ partNumber: 1, etag: two.etag })).rejects.toMatchObject(mismatch);
      await expect(complete({ partNumber: 1, etag: 'd41d8cd98f00b204' })).rejects.toMatchObject(mismatch);
      await expect(complete(two, one)).rejects.toMatchObject(mismatch);
      await expect(complete(one, one)).rejects.toMatchObject(mismatch);
      await expect(complete(one, two)).rejects.toMatchObject({ code: 'PART_TOO_SMALL' });
      expect(await given().store.head(upload.key)).toBeNull();
      expect(await complete(one)).toMatchObject({ sizeBytes: small.length });
    });

    it('are not there under another key, and completing them twice makes nothing else of them', async () => {
      const upload = await begin();
      const parts = [{ partNumber: 1, etag: await put({ ...upload, partNumber: 1, bytes: small }) }];
      const other = multipart().complete({ ...upload, key: freshKey() }, parts);
      await expect(other).rejects.toMatchObject({ code: 'MULTIPART_UPLOAD_NOT_FOUND' });
      const facts = await multipart().complete(upload, parts);
      const again = await multipart()
        .complete(upload, parts)
        .catch((error: unknown) => error);
      if (again instanceof Error) expect(again).toMatchObject({ code: 'MULTIPART_UPLOAD_NOT_FOUND' });
      else expect(again).toEqual(facts);
      expect(await given().store.head(upload.key)).toEqual(facts);
    });

    it('leave nothing when they are aborted, once or twice', async () => {
      const upload = await begin();
      await put({ ...upload, partNumber: 1, bytes: small });
      await multipart().abort(upload);
      await multipart().abort(upload);
      await expect(multipart().listParts(upload)).rejects.toMatchObject({
        code: 'MULTIPART_UPLOAD_NOT_FOUND',
      });
      expect(await given().store.head(upload.key)).toBeNull();
    });

    it('are listed while they are open', async () => {
      const upload = await begin();
      const open = async () => {
        const found: string[] = [];
        for await (const { key, uploadId, startedAt } of multipart().listUploads()) {
          expect(Math.abs(Date.now() - startedAt.getTime())).toBeLessThan(600_000);
          found.push(`${key} ${uploadId}`);
        }
        return found;
      };
      expect(await open()).toContain(`${upload.key} ${upload.uploadId}`);
      await multipart().abort(upload);
      expect(await open()).not.toContain(`${upload.key} ${upload.uploadId}`);
    });
  });
}
