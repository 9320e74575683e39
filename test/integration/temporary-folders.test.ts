import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RuntimeConfig } from '#platform/config/runtime.config';
import { parseConfiguration } from '#platform/config/parse-configuration';
import { fateOf, markOfProcess } from '#platform/process/process-mark';
import { TemporaryFolders } from '#platform/process/temporary-folders';
import { quietLogger } from '../support/running-app';

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('temporary folders', () => {
  let root: string;
  let folders: TemporaryFolders;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'framegate-test-'));
    folders = openFolders();
  });

  afterEach(async () => {
    await folders.onApplicationShutdown();
    await rm(root, { recursive: true, force: true });
  });

  it('are gone after the work, also when it fails, and after the process', async () => {
    await expect(
      folders.during('door', async (folder) => {
        await writeFile(path.join(folder, 'half'), 'a file');
        throw new Error('broken off');
      }),
    ).rejects.toThrow('broken off');
    expect(await readdir(await folders.own())).toEqual([]);
    await folders.onApplicationShutdown();
    expect(await readdir(root)).toEqual([]);
  });

  it('are for our own eyes', async () => {
    expect((await stat(await folders.own())).mode & 0o777).toBe(0o700);
  });

  it('come back when somebody tidied up by hand', async () => {
    await rm(await folders.own(), { recursive: true });
    expect(await folders.during('step', (folder) => Promise.resolve(path.basename(folder)))).toMatch(
      /^step-/,
    );
  });

  onLinux('of a killed process are removed, and of a living one kept', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const mark = markOfProcess(child.pid!)!;
    await mkdir(path.join(root, mark, 'step-abc'), { recursive: true });
    await folders.during('step', async () => {
      expect([fateOf(mark), await folders.removeDead()]).toEqual(['alive', 0]);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect([fateOf(mark), await folders.removeDead()]).toEqual(['dead', 1]);
      expect(await readdir(root)).toEqual([markOfProcess(process.pid)]);
    });
  });

  onLinux('of an earlier process with the same id are removed', async () => {
    const [, earlier] = /^(.*)-\d+$/.exec(markOfProcess(process.pid)!)!;
    await mkdir(path.join(root, `${earlier!}-1`));
    expect(await folders.removeDead()).toBe(1);
  });

  it('of another machine or container are removed when they have been silent for long', async () => {
    const [fresh, silent] = ['feedbeef-4026531999-17-100', 'feedbeef-4026531999-18-100'];
    for (const name of [fresh, silent]) await mkdir(path.join(root, name));
    const hourAgo = new Date(Date.now() - 3_600_000);
    await utimes(path.join(root, silent), hourAgo, hourAgo);
    expect(await folders.removeDead()).toBe(1);
    expect(await readdir(root)).toEqual([fresh]);
  });

  it('leave alone what somebody else put there', async () => {
    const hourAgo = new Date(Date.now() - 3_600_000);
    for (const name of ['lost+found', 'a-b-c-d', 'holiday.mp4']) {
      await mkdir(path.join(root, name));
      await utimes(path.join(root, name), hourAgo, hourAgo);
    }
    expect(await folders.removeDead()).toBe(0);
  });

  it('need not be there when nobody has used them', async () => {
    await rm(root, { recursive: true });
    expect(await folders.removeDead()).toBe(0);
  });

  function openFolders(): TemporaryFolders {
    const configuration = parseConfiguration([RuntimeConfig], {
      SECRET_KEY: 'Wm9LhJ3sQp7RtYxA2vBnKc5DfGe8UiOz',
      FRAMEGATE_TMP_DIR: root,
    });
    return new TemporaryFolders(configuration.get(RuntimeConfig) as RuntimeConfig, quietLogger());
  }
});
