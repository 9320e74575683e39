import { randomUUID } from 'node:crypto';
import { makeClip } from '../support/clips';
import {
  ALL_UNDONE,
  DashboardVisitor,
  NOTHING_BEGUN,
  pathOf,
  SESSION_ALONE,
  type DashboardProblem,
  type DashboardSession,
} from '../support/dashboard-visitor';
import { filePart, formOf, type FormPart } from '../support/form';
import { Scene } from '../support/scene';

describe('a file that the dashboard refuses', () => {
  let scene: Scene;
  let clip: Buffer;
  let visitor: DashboardVisitor;

  beforeAll(async () => {
    scene = await Scene.open();
    clip = await makeClip(scene.dataFolder);
  });

  beforeEach(async () => {
    visitor = await DashboardVisitor.in(scene);
  });

  afterAll(() => scene.close());

  const refusal = async (session: DashboardSession, ...parts: readonly FormPart[]) => {
    const answer = await visitor.send(session, ...parts);
    const problem = answer.json<DashboardProblem>();
    expect(problem.error_message).toBe(problem.detail);
    expect(problem.details).toMatchObject({ session_id: session.session_id, user_id: visitor.id });
    return { verdict: answer.verdict, ...problem };
  };

  it.each([
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'.padEnd(400)), '400 CONTENT_MISMATCH'],
    ['one byte', Buffer.from('x'), '400 CONTENT_MISMATCH'],
    ['a program', Buffer.from('\x7fELF\x02\x01\x01'.padEnd(400, '\0'), 'latin1'), '400 CONTENT_MISMATCH'],
    ['a playlist', Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'), '400 CONTENT_MISMATCH'],
    ['nothing', Buffer.alloc(0), '422 FILE_EMPTY'],
  ])('for being %s is undone, and its session waits for another', async (_what, bytes, verdict) => {
    const session = await visitor.open();
    const problem = await refusal(session, filePart(bytes));
    expect(problem).toMatchObject({ verdict, cleanup_performed: true, cleanup_details: ALL_UNDONE });
    const { video_id: id, s3_key: key } = problem.details;
    expect(key).toBe(`dashboard-uploads/${visitor.id}/${String(id)}.mp4`);
    expect(await visitor.kept()).toEqual([]);
    expect(await visitor.status(session)).toMatchObject({ status: 'active', progress: 0 });
    expect((await visitor.send(session, filePart(clip))).status).toBe(201);
  });

  it('for only beginning like a video is told what the probe found', async () => {
    const broken = Buffer.concat([clip.subarray(0, 64), Buffer.alloc(2_000, 7)]);
    const problem = await refusal(await visitor.open(), filePart(broken));
    expect(problem.verdict).toBe('400 NOT_A_VIDEO');
    expect(problem.details.validation_errors).toEqual([problem.detail]);
    expect(problem.cleanup_details).toEqual(ALL_UNDONE);
    expect(await visitor.kept()).toEqual([]);
  });

  const tenThousand = Array.from({ length: 10_000 }, () => ({ name: 'metadata', value: '{}' }));

  it.each([
    ['another format', [filePart('x', { filename: 'film.exe' })], '400 UNSUPPORTED_FORMAT'],
    ['a type that does not fit', [filePart('x', { type: 'video/webm' })], '400 CONTENT_TYPE_MISMATCH'],
    ['a form within the form', [filePart('x', { type: 'multipart/mixed' })], '400 CONTENT_TYPE_MISMATCH'],
    ['its absence', [{ name: 'filename', value: 'film.mp4' }], '400 FILE_MISSING'],
    ['being text', [{ name: 'file', value: 'bytes' }], '400 FILE_MISSING'],
    ['a field that nobody knows', [{ name: 'mall_id', value: 'x' }, filePart('x')], '422 VALIDATION_FAILED'],
    ['a part without a name', [{ name: '', value: 'x' }, filePart('x')], '400 FORM_MALFORMED'],
    ['having no name itself', [filePart('x', { name: '' })], '400 FORM_MALFORMED'],
    ['metadata that is no JSON', [{ name: 'metadata', value: '{' }, filePart('x')], '422 VALIDATION_FAILED'],
    ['metadata that is a list', [{ name: 'metadata', value: '[]' }, filePart('x')], '422 VALIDATION_FAILED'],
    ['10,000 fields', [...tenThousand, filePart('x')], '422 VALIDATION_FAILED'],
    ['10,000 fields of one name', tenThousand.slice(0, 1).concat(tenThousand), '422 VALIDATION_FAILED'],
  ] as const)('for %s has begun nothing', async (_what, parts, verdict) => {
    const session = await visitor.open();
    const problem = await refusal(session, ...parts);
    expect([problem.verdict, problem.cleanup_details]).toEqual([verdict, SESSION_ALONE]);
    expect(problem.cleanup_performed).toBe(true);
    expect(await visitor.kept()).toEqual([]);
    expect(await visitor.status(session)).toMatchObject({ status: 'active' });
  });

  it.each([
    ['not being alone', [filePart('x'), filePart('y')], '400 FORM_MALFORMED'],
    [
      'a name that comes too late',
      [filePart('x'), { name: 'filename', value: 'b.mp4' }],
      '422 VALIDATION_FAILED',
    ],
    ['bad metadata behind it', [filePart('x'), { name: 'metadata', value: '{' }], '422 VALIDATION_FAILED'],
  ] as const)('for %s is undone', async (_what, parts, verdict) => {
    const problem = await refusal(await visitor.open(), ...parts);
    expect([problem.verdict, problem.cleanup_performed]).toEqual([verdict, true]);
    expect(await visitor.kept()).toEqual([]);
  });

  it('is told by every refusal of the door, whoever refuses, that nothing is left', async () => {
    const session = await visitor.open();
    const somewhere = pathOf({ session_id: randomUUID() });
    const others = pathOf(await (await DashboardVisitor.in(scene)).open());
    const form = formOf(filePart('x'));
    const { client } = visitor.person;
    const refusals = [
      await client.ask('POST', somewhere, form),
      await client.ask('POST', others, form),
      await client.ask('DELETE', others),
      await client.ask('DELETE', somewhere),
      await scene.client.ask('POST', others, form),
      await client.post('/api/v1/dashboard/upload', { mall_id: randomUUID() }),
      await client.post('/api/v1/dashboard/upload', { recorded_at: '2026-99-99T99:99:99Z' }),
      await client.ask('POST', '/api/v1/dashboard/upload', { rawBody: '{' }),
      await client.ask('POST', `${somewhere}x`, form),
      await client.ask('POST', pathOf(session), { rawBody: '{}' }),
    ];
    expect(refusals.map(({ verdict }) => verdict)).toEqual([
      '404 DASHBOARD_SESSION_NOT_FOUND',
      '403 NOT_YOUR_DASHBOARD_SESSION',
      '403 NOT_YOUR_DASHBOARD_SESSION',
      '404 DASHBOARD_SESSION_NOT_FOUND',
      '401 UNAUTHENTICATED',
      '422 MALL_UNKNOWN',
      '422 VALIDATION_FAILED',
      '400 MALFORMED_JSON',
      '422 VALIDATION_FAILED',
      '415 UNSUPPORTED_MEDIA_TYPE',
    ]);
    for (const refused of refusals)
      expect(refused.json()).toMatchObject({ cleanup_performed: true, cleanup_details: NOTHING_BEGUN });
  });
});
