// npm run audit:verify: on DATABASE_URL, else on the private database of a running `npm start`. Exits with 1 at a bad row.
import { requireNode } from './setup/node-floor.mjs';

requireNode();

const { runOnDatabase } = await import('./start/run-on-database.mjs');
const { explain } = await import('./start/command.mjs');

process.exitCode = await runOnDatabase('audit:verify').catch(explain);
