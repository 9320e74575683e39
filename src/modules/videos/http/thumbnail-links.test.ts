import { Clock } from '#kernel/clock';
import { PresignedTransfers } from '#modules/storage';
import { ThumbnailLinks } from './thumbnail-links';

const DAY_MS = 24 * 3600 * 1000;
const NOT_REVOKED = { playbackRevokedAt: null };
const REMEMBERED = 10_000;

/** Every signature is another text, as no real one is: a link that comes twice was signed once. */
class CountedSignatures extends PresignedTransfers {
  count = 0;

  override signUpload(): never {
    throw new Error('nothing is uploaded here');
  }

  override signPart(): never {
    throw new Error('nothing is uploaded here');
  }

  override signDownload({
    key,
    signedAt,
    expiresAt,
  }: Parameters<PresignedTransfers['signDownload']>[0]): string {
    this.count += 1;
    return `${key}?number=${String(this.count)}&at=${String(signedAt?.getTime())}&until=${String(expiresAt.getTime())}`;
  }
}

class SetClock extends Clock {
  constructor(public time: Date) {
    super();
  }

  override now(): Date {
    return this.time;
  }
}

describe('links to thumbnails', () => {
  const setUp = () => {
    const [signatures, clock] = [new CountedSignatures(), new SetClock(new Date('2026-11-21T09:30:00Z'))];
    return { signatures, clock, links: new ThumbnailLinks(signatures, clock) };
  };
  const picture = (key = 'one.jpg') => ({ key, contentType: 'image/jpeg', sizeBytes: 1 });
  const timesIn = (link: string) => {
    const query = new URLSearchParams(link.slice(link.indexOf('?')));
    return { at: new Date(Number(query.get('at'))), until: new Date(Number(query.get('until'))) };
  };

  it('are the same all day long, and last for six days beyond it', () => {
    const { links, clock } = setUp();
    const first = links.linkTo(NOT_REVOKED, picture());
    for (const time of ['2026-11-21T00:00:00Z', '2026-11-21T23:59:59.999Z']) {
      clock.time = new Date(time);
      expect(links.linkTo(NOT_REVOKED, picture())).toBe(first);
    }
    expect(timesIn(first)).toEqual({
      at: new Date('2026-11-21T00:00:00Z'),
      until: new Date('2026-11-28T00:00:00Z'),
    });
  });

  it('are others the next day', () => {
    const { links, clock } = setUp();
    const first = links.linkTo(NOT_REVOKED, picture());
    clock.time = new Date(clock.time.getTime() + DAY_MS);
    const next = links.linkTo(NOT_REVOKED, picture());
    expect(timesIn(next).until.getTime() - timesIn(first).until.getTime()).toBe(DAY_MS);
  });

  it('are of each picture its own', () => {
    const { links } = setUp();
    expect(links.linkTo(NOT_REVOKED, picture('one.jpg'))).toMatch(/^one\.jpg\?/);
    expect(links.linkTo(NOT_REVOKED, picture('other.jpg'))).toMatch(/^other\.jpg\?/);
  });

  it('are new after a revocation, signed no earlier than it', () => {
    const { links, clock } = setUp();
    const first = links.linkTo(NOT_REVOKED, picture());
    const revoked = { playbackRevokedAt: clock.time };
    const second = links.linkTo(revoked, picture());
    expect(second).not.toBe(first);
    expect(timesIn(second).at).toEqual(clock.time);
    expect(links.linkTo(revoked, picture())).toBe(second);
  });

  it('are remembered up to a number, those that were signed last', () => {
    const { links, signatures } = setUp();
    const all = Array.from({ length: REMEMBERED + 1 }, (_, index) => picture(`${String(index)}.jpg`));
    for (const each of all) links.linkTo(NOT_REVOKED, each);
    expect(signatures.count).toBe(REMEMBERED + 1);
    links.linkTo(NOT_REVOKED, all[1]!);
    expect(signatures.count).toBe(REMEMBERED + 1);
    links.linkTo(NOT_REVOKED, all[0]!);
    expect(signatures.count).toBe(REMEMBERED + 2);
  });
});
