import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeClip } from '../support/clips';
import { ALL_UNDONE, DashboardVisitor, type DashboardSession } from '../support/dashboard-visitor';
import { eventually } from '../support/eventually';
import { filePart } from '../support/form';
import { FormSender } from '../support/form-sender';
import { longFilm } from '../support/long-film';
import { namesUnder } from '../support/names-under';
import { Scene } from '../support/scene';
import { SeededRandom } from '../support/seeded-random';
import { testServers } from '../support/servers';
import { TcpProxy } from '../support/tcp-proxy';
import { whileAway } from '../support/while-away';

const MIB = 1024 * 1024;
const NOWHERE = 'http://127.0.0.1:9';

describe('a file on its way to the dashboard', () => {
  let scene: Scene;
  let postgres: TcpProxy;
  let clip: Buffer;
  let film: Buffer;
  let visitor: DashboardVisitor;
  let session: DashboardSession;

  beforeAll(async () => {
    postgres = await TcpProxy.before(testServers().databaseUrl);
    scene = await Scene.open(({ DATABASE_URL = '' }) => ({
      DATABASE_URL: postgres.through(DATABASE_URL),
      UPLOAD_SWEEP_SECONDS: '1',
      STORAGE_RESERVE_MB: '0',
    }));
    clip = await makeClip(scene.dataFolder);
    film = longFilm(clip, 4 * MIB);
  });

  beforeEach(async () => {
    visitor = await DashboardVisitor.in(scene);
    session = await visitor.open();
  });

  afterAll(async () => {
    await scene.close();
    await postgres.close();
  });

  const at = (api: { readonly baseUrl: string }) => ({
    upload_url: session.upload_url.replace(scene.api.baseUrl, api.baseUrl),
  });
  const begin = (where: Pick<DashboardSession, 'upload_url'> = session) =>
    new FormSender(visitor, where, filePart(film));
  const half = async (where?: Pick<DashboardSession, 'upload_url'>) => {
    const sender = begin(where);
    await sender.sendUpTo(film.length / 2);
    await eventually('it is written', async () => (await visitor.kept()).length > 0);
    return sender;
  };
  /** Of what was undone, and of what is being written: none, when nobody sends. */
  const filesOnDisk = async () => {
    const undone = await scene.sql<{ key: string }>(
      `SELECT key FROM storage_objects WHERE owner_id = $1 AND state IN ('condemned', 'gone')`,
      [visitor.id],
    );
    const folder = (name: string) => namesUnder(path.join(scene.dataFolder, name));
    const temporary = (await folder('tmp')).filter((name) => name.includes('/upload-'));
    const stored = (await folder('storage/objects')).filter((name) => undone.some(({ key }) => key === name));
    return [...temporary, ...stored, ...(await folder('storage/incoming'))];
  };
  const untilNothingIsKept = () =>
    eventually('nothing is kept', async () => (await visitor.kept()).length === 0, 60_000);
  const expectAnother = async () => {
    expect(await visitor.status(session)).toMatchObject({ status: 'active', progress: 0 });
    await eventually(
      'it takes another',
      async () => (await visitor.send(session, filePart(clip))).status === 201,
    );
    expect(await visitor.quota()).toMatchObject({ used: 1, storage_bytes_used: clip.length });
  };

  it('that breaks off anywhere leaves nothing, and its session takes another', async () => {
    const random = new SeededRandom(7);
    for (let count = 0; count < 10; count += 1) {
      const sender = begin();
      await sender.sendUpTo(random.below(film.length));
      sender.breakOff();
      await eventually('the session is free', async () => {
        const { message } = await visitor.status(session);
        return message === 'The session waits for a file.';
      });
    }
    await untilNothingIsKept();
    expect(await filesOnDisk()).toEqual([]);
    await expectAnother();
  });

  it('tells how much of it has come, and keeps others out until it has', async () => {
    const sender = await half();
    const progress = await eventually('the progress is told', async () => {
      const status = await visitor.status(session);
      return Number(status.progress) > 0 ? status : null;
    });
    expect(progress).toMatchObject({ status: 'active', message: 'The file is on its way.' });
    expect(progress.progress).toBeLessThan(60);
    const other = await visitor.send(session, filePart(clip));
    expect([other.verdict, other.headers.get('retry-after')]).toEqual(['409 BODY_UNDER_WAY', '10']);
    expect((await sender.finish())?.status).toBe(201);
    expect(await visitor.quota()).toMatchObject({ used: 1, storage_bytes_used: film.length });
  });

  it('is not taken when its session is cancelled meanwhile', async () => {
    const sender = await half();
    expect((await visitor.cancel(session)).status).toBe(204);
    const answer = await sender.finish();
    expect(answer).toMatchObject({
      status: 404,
      body: { error_code: 'DASHBOARD_SESSION_NOT_FOUND', cleanup_details: ALL_UNDONE },
    });
    await untilNothingIsKept();
    expect(await visitor.status(session)).toMatchObject({ status: 'invalid' });
    expect(await filesOnDisk()).toEqual([]);
  });

  it('is not read any further when its session is cancelled and it goes on and on', async () => {
    const sender = await half();
    expect((await visitor.cancel(session)).status).toBe(204);
    expect((await sender.answer)?.body.error_code).toBe('DASHBOARD_SESSION_NOT_FOUND');
    sender.breakOff();
    await untilNothingIsKept();
  });

  it('becomes a video when Postgres was away for a moment, just when it had come', async () => {
    const sender = await half();
    const ending = sender.finish();
    await whileAway([postgres], 'cut', () => pause(5_000));
    expect((await ending)?.status).toBe(201);
    expect(await visitor.quota()).toMatchObject({ used: 1, storage_bytes_used: film.length });
  });

  it.each(['COMMIT', 'SET state = $3, closed_at = now(), lease_until = NULL, percent = 100'])(
    'is registered once when the answer to "%s" is lost',
    async (words) => {
      const sender = await half();
      postgres.cutAfter(words);
      expect((await sender.finish())?.status).toBe(201);
      expect(await visitor.quota()).toMatchObject({ used: 1, storage_bytes_used: film.length });
      expect(await visitor.status(session)).toMatchObject({ status: 'invalid', progress: 100 });
    },
  );

  it('is undone once Postgres is back that was away for too long', async () => {
    const sender = await half();
    const answer = await whileAway([postgres], 'cut', () => sender.finish());
    expect(answer).toMatchObject({
      status: 503,
      body: {
        error_code: 'DEPENDENCY_UNAVAILABLE',
        cleanup_performed: false,
        cleanup_details: {
          s3_cleanup: 'pending',
          session_cleanup: 'pending',
          database_cleanup: 'pending',
        },
      },
    });
    await untilNothingIsKept();
    await expectAnother();
  }, 120_000);

  it('is undone as far as can be when the store does not take it', async () => {
    const api = await scene.startApi({
      STORAGE_DRIVER: 's3',
      S3_BUCKET: 'nowhere',
      S3_ENDPOINT_URL: NOWHERE,
      AWS_ACCESS_KEY_ID: 'nobody',
      AWS_SECRET_ACCESS_KEY: 'nothing',
      // The SDK has something to say about the age of Node.
      NODE_NO_WARNINGS: '1',
    });
    const answer = await begin(at(api)).finish();
    expect(answer).toMatchObject({
      status: 503,
      body: {
        error_code: 'STORAGE_UNAVAILABLE',
        cleanup_performed: false,
        cleanup_details: { s3_cleanup: 'pending', session_cleanup: 'done', database_cleanup: 'done' },
      },
    });
    expect(await visitor.kept()).toEqual([]);
    expect(await filesOnDisk()).toEqual([]);
    await api.stop();
    await expectAnother();
  });

  it.each([
    ['there is no room for it', { STORAGE_RESERVE_MB: '1000000000' }, 507, 'STORAGE_FULL'],
    ['nothing can look into it', { FFPROBE_PATH: '/nowhere/ffprobe' }, 503, 'PROBE_UNAVAILABLE'],
  ])('is undone when %s', async (_what, settings, status, code) => {
    const api = await scene.startApi(settings);
    const answer = await begin(at(api)).finish();
    expect(answer).toMatchObject({ status, body: { error_code: code, cleanup_details: ALL_UNDONE } });
    expect(await visitor.kept()).toEqual([]);
    await api.stop();
    await expectAnother();
  });

  it('is refused before it comes when it is larger than the door', async () => {
    const api = await scene.startApi({ MAX_DASHBOARD_UPLOAD_MB: '1' });
    const sender = begin(at(api));
    await sender.sendUpTo(1_000);
    const answer = await sender.answer;
    expect(answer).toMatchObject({ status: 413, body: { error_code: 'TOO_MANY_BYTES' } });
    expect(await visitor.kept()).toEqual([]);
    await api.stop();
    await expectAnother();
  });

  it('of which nobody said how long it is is cut at the size of the door, and undone', async () => {
    const api = await scene.startApi({ MAX_DASHBOARD_UPLOAD_MB: '1' });
    const form = new FormData();
    form.append('file', new Blob([film]), 'film.mp4');
    const whole = new Response(form);
    const answer = await fetch(at(api).upload_url, {
      method: 'POST',
      headers: {
        authorization: visitor.authorization,
        'content-type': whole.headers.get('content-type') ?? '',
      },
      body: whole.body,
      duplex: 'half',
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      413,
      { error_code: 'TOO_MANY_BYTES', cleanup_details: ALL_UNDONE },
    ]);
    expect(await visitor.kept()).toEqual([]);
    await api.stop();
  });
});
