// npm run migration:run | migration:revert: on DATABASE_URL, else on the private database of a running `npm start`.
import { requireNode } from './setup/node-floor.mjs';

requireNode();

const { changeDatabase } = await import('./start/change-database.mjs');
const { explain } = await import('./start/command.mjs');

process.exitCode = await changeDatabase(process.argv[2]).catch(explain);
