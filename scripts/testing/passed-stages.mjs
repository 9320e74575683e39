import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { contentHash } from '../setup/folder-hash.mjs';
import { readRecord, writeRecord } from '../setup/processes.mjs';
import { cacheFolder, projectRoot } from '../setup/project.mjs';

const FILE = path.join(cacheFolder, 'passed-stages.json');

/** One hash for all files that git knows or would know; undefined outside a git checkout. */
function treeHash() {
  try {
    const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: projectRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const files = [...new Set(list.split('\0').filter(Boolean))].sort();
    return contentHash(
      projectRoot,
      files.filter((file) => fs.statSync(path.join(projectRoot, file), { throwIfNoEntry: false })?.isFile()),
    );
  } catch {
    return undefined;
  }
}

/** Lets a long run that was cut off go on where it was, as long as not one file has changed. */
export class PassedStages {
  #tree = treeHash();
  #outcomes = {};

  constructor({ fresh }) {
    const kept = readRecord(FILE);
    if (!fresh && this.#tree && kept?.tree === this.#tree) this.#outcomes = kept.outcomes;
  }

  find(stage) {
    return this.#outcomes[stage.name];
  }

  remember(stage, result) {
    if (!this.#tree || result.failed > 0 || result.skipped.length > 0) return;
    this.#outcomes[stage.name] = { ...result, output: '' };
    writeRecord(FILE, { tree: this.#tree, outcomes: this.#outcomes });
  }
}
