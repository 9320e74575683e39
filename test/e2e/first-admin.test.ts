import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeKey } from '../support/api-keys';
import { ApiProcess } from '../support/api-process';
import { BuiltProcess, leftRunning } from '../support/built-process';
import { logIn, PASSWORD, register } from '../support/people';
import { Scene } from '../support/scene';
import { untilFelt } from '../support/until-felt';

describe('the first admin, when nobody chose one,', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.open({ ADMIN_EMAIL: '', ADMIN_PASSWORD: '' });
  });

  afterAll(() => scene.close());

  it('is made once, with its password in a file that only its owner can read', async () => {
    const note = path.join(scene.dataFolder, 'first-admin.txt');
    expect((await stat(note)).mode & 0o777).toBe(0o600);
    const [, email = '', password = ''] =
      /^email: (\S+)\npassword: (\S+)\n$/.exec(await readFile(note, 'utf8')) ?? [];
    expect(password.length).toBeGreaterThanOrEqual(20);
    expect((await logIn(scene.client, email, password)).user.role).toBe('admin');
  });

  it('is announced by where the note stands, and its password is in no log', async () => {
    const note = path.join(scene.dataFolder, 'first-admin.txt');
    const [, password = ''] = /password: (\S+)/.exec(await readFile(note, 'utf8')) ?? [];
    expect(scene.api.log.find('first admin made')).toMatchObject({ credentials_at: note });
    expect(scene.api.log.text).not.toContain(password);
  });

  it('is one, also when two processes start at the same moment on an empty database', async () => {
    await scene.sql('DELETE FROM users');
    const [one, other] = await Promise.all([scene.startApi(), scene.startApi()]);
    const announced = [one, other].filter(
      (api: ApiProcess) => api.log.find('first admin made') !== undefined,
    );
    expect(announced).toHaveLength(1);
    expect(await scene.sql('SELECT id FROM users')).toHaveLength(1);
  });

  it('takes an address over that somebody else registered before', async () => {
    const squatter = await register(scene.client, 'root');
    const key = await makeKey(squatter.client);
    expect((await key.client.get('/api/v1/auth/me')).verdict).toBe('200');
    await scene.sql('DELETE FROM users WHERE is_admin');
    await scene.startApi({ ADMIN_EMAIL: squatter.email, ADMIN_PASSWORD: 'the choice of the operator' });
    expect((await logIn(scene.client, squatter.email, 'the choice of the operator')).user.role).toBe('admin');
    const before = await scene.client.post('/api/v1/auth/login', {
      email: squatter.email,
      password: PASSWORD,
    });
    expect(before.verdict).toBe('401 INVALID_CREDENTIALS');
    await untilFelt(async () => (await key.client.get('/api/v1/auth/me')).status === 401);
  });
});

describe('the first admin that an operator chose', () => {
  it('needs a password of twelve characters, and an address with it, or the process does not start', async () => {
    const short = new BuiltProcess('main.js', {
      ADMIN_EMAIL: 'admin@example.org',
      ADMIN_PASSWORD: 'tooweak',
    });
    const lonely = new BuiltProcess('main.js', { ADMIN_PASSWORD: 'long enough for anybody' });
    expect((await short.exited).code).toBe(1);
    expect(short.log.text).toContain('ADMIN_PASSWORD');
    expect(short.log.text).not.toContain('tooweak');
    expect((await lonely.exited).code).toBe(1);
    expect(lonely.log.text).toContain('belong together');
    expect(leftRunning()).toEqual([]);
  });
});
