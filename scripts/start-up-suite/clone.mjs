import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot, toolsFolder } from '../setup/project.mjs';

function projectFiles() {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const list = execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' });
  return list
    .split('\0')
    .filter((file) => file && fs.statSync(path.join(projectRoot, file), { throwIfNoEntry: false })?.isFile());
}

/** What is expensive to make and the same for every copy of these files. */
function share(folder, { built }) {
  fs.mkdirSync(toolsFolder, { recursive: true });
  fs.mkdirSync(path.join(folder, '.tools'));
  fs.symlinkSync(toolsFolder, path.join(folder, '.tools', path.basename(toolsFolder)));
  if (!built) return;
  fs.symlinkSync(path.join(projectRoot, 'node_modules'), path.join(folder, 'node_modules'));
  fs.cpSync(path.join(projectRoot, 'dist'), path.join(folder, 'dist'), { recursive: true });
}

/**
 * A copy of the project as a stranger would have it, in a folder with spaces in its name. Unless `built` is false it
 * has this project's packages and build; the unpacked programs are always shared.
 */
export function makeClone({ built = true, parentMode = 0o711 } = {}) {
  const parent = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'start up suite '));
  const folder = path.join(parent, 'a clone');
  for (const file of projectFiles()) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.copyFileSync(path.join(projectRoot, file), path.join(folder, file));
  }
  share(folder, { built });
  fs.chmodSync(parent, parentMode);
  const remove = () => fs.rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  return { folder, dataFolder: path.join(folder, 'data'), remove };
}
