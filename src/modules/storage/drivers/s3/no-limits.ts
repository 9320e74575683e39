import { FreeSpace, type SpaceHold } from '../../ports/free-space';
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
