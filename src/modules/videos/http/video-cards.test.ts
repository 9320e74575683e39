import { Clock } from '#kernel/clock';
import { asId } from '#kernel/id';
import { PresignedTransfers } from '#modules/storage';
import type { ListedVideo } from '../domain/video-text';
import type { Named } from '../domain/video-view';
import { PresentVideo } from './present-video';
import { ThumbnailLinks } from './thumbnail-links';
import { VideoCards } from './video-cards';

class DayInLinks extends PresignedTransfers {
  override signUpload(): never {
    throw new Error('nothing is uploaded here');
  }

  override signPart(): never {
    throw new Error('nothing is uploaded here');
  }

  override signDownload({ signedAt }: Parameters<PresignedTransfers['signDownload']>[0]): string {
    return `link of ${signedAt?.toISOString().slice(0, 10) ?? 'no day'}`;
  }
}

class SetClock extends Clock {
  time = new Date('2026-11-21T09:30:00Z');

  override now(): Date {
    return this.time;
  }
}

describe('what a list says of a video', () => {
  const setUp = () => {
    const clock = new SetClock();
    const cards = new VideoCards(new PresentVideo(new ThumbnailLinks(new DayInLinks(), clock)), clock);
    return { clock, read: (video: Named<ListedVideo>) => JSON.parse(cards.textOf(video)) as unknown };
  };

  /** The title tells whether the text was read. */
  const video = ({ id = 'one', stamp = '1', pinName = null as string | null, title = 'first' } = {}) => ({
    id: asId<'video'>(id),
    pinId: null,
    stamp,
    pinName,
    text: JSON.stringify({
      id,
      title,
      thumbnail: { key: 'a.jpg', contentType: 'image/jpeg', sizeBytes: 1 },
      playbackRevokedAt: null,
      recordedAt: null,
      uploadedAt: '2026-11-20T10:00:00.123456+01:00',
      createdAt: '2026-11-20T09:00:00+00:00',
    }),
  });

  it('has the times of the record', () => {
    expect(setUp().read(video())).toMatchObject({
      recorded_at: null,
      uploaded_at: '2026-11-20T09:00:00.123Z',
      created_at: '2026-11-20T09:00:00.000Z',
    });
  });

  it('is not written again while the record is the same', () => {
    const { read } = setUp();
    expect(read(video())).toMatchObject({ title: 'first' });
    expect(read(video({ title: 'never read' }))).toMatchObject({ title: 'first' });
  });

  it('is written again under another stamp, and for another video', () => {
    const { read } = setUp();
    read(video());
    expect(read(video({ stamp: '2', title: 'second' }))).toMatchObject({ title: 'second' });
    expect(read(video({ id: 'two', stamp: '2', title: 'other' }))).toMatchObject({
      id: 'two',
      title: 'other',
    });
  });

  it('is written again when its camera is called something else', () => {
    const { read } = setUp();
    for (const pinName of ['Door', 'Gate', null])
      expect(read(video({ pinName }))).toMatchObject({ pin_name: pinName });
  });

  it('is written again on another day, when links are others', () => {
    const { read, clock } = setUp();
    for (const day of ['2026-11-21', '2026-11-22']) {
      clock.time = new Date(`${day}T23:59:59Z`);
      expect(read(video())).toMatchObject({ thumbnail_url: `link of ${day}` });
    }
  });
});
