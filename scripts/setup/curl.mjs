import fs from 'node:fs';
import path from 'node:path';
import { provideTool } from './toolchain.mjs';

/** The PATH by which tests find curl. One that was unpacked needs its libraries: a script of its name gives it those. */
export async function pathWithCurl({ temporary, ...options }) {
  const { programs, libraryPath } = await provideTool('curl', options);
  let folder = path.dirname(programs.curl);
  if (libraryPath) {
    folder = path.join(temporary, 'bin');
    fs.mkdirSync(folder, { recursive: true });
    const script = `#!/bin/sh\nLD_LIBRARY_PATH='${libraryPath}' exec '${programs.curl}' "$@"\n`;
    fs.writeFileSync(path.join(folder, 'curl'), script, { mode: 0o755 });
  }
  // last, so that nothing else beside it is found before what the caller has
  return [options.env.PATH, folder].filter(Boolean).join(path.delimiter);
}
