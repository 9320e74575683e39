import { FreeSpace, type SpaceHold } from '../../ports/free-space';
import { LocalFiles } from '../../ports/local-files';
import { Leftovers } from '../../ports/leftovers';

/** A bucket is never full. */
export class UnlimitedSpace extends FreeSpace {
  hold(): Promise<SpaceHold> {
    return Promise.resolve({ release: () => undefined });
  }
}

/** A write that breaks off leaves nothing but a multipart upload, which is swept on its own. */
export class NoLeftovers extends Leftovers {
  remove(): Promise<number> {
    return Promise.resolve(0);
  }
}

/** The bytes of a bucket are on other machines. */
export class NoLocalFiles extends LocalFiles {
  pathOf(): null {
    return null;
  }
}
