import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ApiProcess } from '../support/api-process';
import { BuiltProcess } from '../support/built-process';
import { logIn, newEmail, PASSWORD, register } from '../support/people';
import { Scene } from '../support/scene';

describe('the first admin', () => {
  describe('that the operator chose', () => {
    let scene: Scene;

    beforeAll(async () => {
      scene = await Scene.open();
    });

    afterAll(() => scene.close());

    it('logs in with the password of the configuration', async () => {
      const { user } = await scene.admin();
      expect(user).toMatchObject({ email: 'admin@example.org', role: 'admin' });
    });

    it('is not made again by another process, whatever its configuration says', async () => {
      const email = newEmail('second-admin');
      await scene.startApi({ ADMIN_EMAIL: email });
      expect(await scene.sql('SELECT id FROM users WHERE is_admin')).toHaveLength(1);
      const login = await scene.client.post('/api/v1/auth/login', {
        email,
        password: scene.variables.ADMIN_PASSWORD,
      });
      expect(login.verdict).toBe('401 INVALID_CREDENTIALS');
    });

    it('needs a password of twelve characters, and an address with it, or the process does not start', async () => {
      const short = new BuiltProcess('main.js', { ...scene.variables, ADMIN_PASSWORD: 'tooweak' });
      const lonely = new BuiltProcess('main.js', { ...scene.variables, ADMIN_EMAIL: '' });
      expect((await short.exited).code).toBe(1);
      expect(short.log.text).toContain('ADMIN_PASSWORD');
      expect(short.log.text).not.toContain('tooweak');
      expect((await lonely.exited).code).toBe(1);
      expect(lonely.log.text).toContain('belong together');
    });
  });

  describe('that nobody chose', () => {
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
      await scene.sql('DELETE FROM users WHERE is_admin');
      await scene.startApi({ ADMIN_EMAIL: squatter.email, ADMIN_PASSWORD: 'the choice of the operator' });
      expect((await logIn(scene.client, squatter.email, 'the choice of the operator')).user.role).toBe(
        'admin',
      );
      const before = await scene.client.post('/api/v1/auth/login', {
        email: squatter.email,
        password: PASSWORD,
      });
      expect(before.verdict).toBe('401 INVALID_CREDENTIALS');
    });
  });
});
