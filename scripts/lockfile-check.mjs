import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './setup/project.mjs';

// npm leaves an optional dependency that its registry did not have out of the lockfile without a word, and then every
// `npm ci` fails on the platform that needs it.

/** Where npm may have put a dependency of the package at `place`: beside it, or anywhere above. */
export function possiblePlaces(place, name) {
  const parts = place.split(/(?:^|\/)node_modules\//).filter(Boolean);
  return [...parts.keys(), parts.length].map((depth) =>
    [...parts.slice(0, depth), name].map((each) => `node_modules/${each}`).join('/'),
  );
}

/** Every `dependant -> optional package` that has no entry of its own. */
export function missingOptionals(lockfile) {
  return Object.entries(lockfile.packages).flatMap(([place, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !possiblePlaces(place, name).some((each) => lockfile.packages[each]))
      .map((name) => `${place || 'the project'} -> ${name}`),
  );
}

function check() {
  const lockfile = JSON.parse(fs.readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8'));
  const missing = missingOptionals(lockfile);
  for (const each of missing) console.error(`package-lock.json lacks ${each}`);
  if (missing.length > 0) {
    console.error(
      '`npm ci` would fail with EUSAGE: pin the dependant to a version whose whole platform family resolves.',
    );
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) check();
