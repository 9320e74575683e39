import { requireNode } from './setup/node-floor.mjs';

requireNode();

// only now: what follows may not even link on an older Node
const { test, explain } = await import('./testing/command.mjs');

process.exitCode = await test(process.argv.slice(2)).catch(explain);
process.exit();
