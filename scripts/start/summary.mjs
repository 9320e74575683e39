import fs from 'node:fs';
import path from 'node:path';
import { logFile } from '../setup/log-files.mjs';

function firstAdmin(env, dataFolder) {
  const file = path.join(dataFolder, 'first-admin.txt');
  if (env.ADMIN_EMAIL) return `${env.ADMIN_EMAIL} (ADMIN_EMAIL)`;
  return fs.existsSync(file)
    ? `e-mail and password are in ${file}`
    : 'made earlier; its password is not kept here';
}

export function summary({ env, dataFolder, databaseFolder, origin }) {
  const rows = [
    ['Address', origin],
    ['API documents', `${origin}/docs and ${origin}/redoc`],
    ['First admin', firstAdmin(env, dataFolder)],
    ['Data', dataFolder],
    ...(databaseFolder && !databaseFolder.startsWith(dataFolder) ? [['Database', databaseFolder]] : []),
    ['Logs', path.dirname(logFile(dataFolder, 'api'))],
    ['Stop', 'press Ctrl-C here'],
  ];
  return [
    '',
    'Framegate is running.',
    ...rows.map(([name, value]) => `  ${name.padEnd(14)} ${value}`),
    '',
  ].join('\n');
}
