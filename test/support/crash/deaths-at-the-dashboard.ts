import { CRASH_POINTS } from '#kernel/crash-point';
import { DashboardVisitor, pathOf, type DashboardSession } from '../dashboard-visitor';
import { filePart, formOf } from '../form';
import { Uploader } from '../uploader';
import type { CrashSite, Deadly } from './crash-site';

interface Attempt {
  readonly visitor: DashboardVisitor;
  readonly session: DashboardSession;
  readonly uploader: Uploader;
  /** What the process that died had begun. */
  readonly videoId: string;
}

/** Deaths of the HTTP process that a file is streamed through. */
export function itTakesAFormThough(site: () => CrashSite): void {
  const die = async (point: Deadly): Promise<Attempt> => {
    const visitor = await DashboardVisitor.in(site().scene);
    const session = await visitor.open();
    await site().diesInApi(point, ({ baseUrl }) =>
      visitor.person.client.at(baseUrl).ask('POST', pathOf(session), formOf(filePart(site().clip))),
    );
    const rows = await site().scene.sql<{ id: string }>(
      'SELECT videos.id FROM videos WHERE videos.owner_id = $1',
      [visitor.id],
    );
    expect(rows).toHaveLength(1);
    return {
      visitor,
      session,
      uploader: new Uploader(visitor.person, site().clip),
      videoId: rows[0]!.id,
    };
  };

  it.each([
    { point: 'C4:2', when: CRASH_POINTS.C4 },
    { point: 'C6', when: CRASH_POINTS.C6 },
  ] as const)('$point, $when: the form is sent again to the same session', async ({ point }) => {
    const { visitor, session, uploader, videoId } = await die(point);
    const answer = await site().untilAnswered([201], () => visitor.send(session, filePart(site().clip)));
    expect((await uploader.get(videoId)).verdict).toBe('404 VIDEO_NOT_FOUND');
    await site().expectCompleted(uploader, answer.json<{ video_id: string }>().video_id);
  });

  it(`C4:2, ${CRASH_POINTS.C4}: nobody sends it again, and its room is free again`, async () => {
    const { visitor, session, uploader, videoId } = await die('C4:2');
    await site().aWeekLater(videoId);
    await site().expectGone(uploader, videoId, { uploadsSpent: 0 });
    expect(await visitor.status(session)).toMatchObject({ status: 'active', progress: 0 });
  });

  it(`C8, ${CRASH_POINTS.C8}: the video is completed, and its session cannot bring it twice`, async () => {
    const { visitor, session, uploader, videoId } = await die('C8');
    const again = await visitor.send(session, filePart(site().clip));
    expect(again.verdict).toBe('404 DASHBOARD_SESSION_NOT_FOUND');
    await site().expectCompleted(uploader, videoId);
  });
}
