import { requireNode } from './setup/node-floor.mjs';

requireNode();

// only now: what follows may not even link on an older Node
const { start, explain } = await import('./start/command.mjs');

process.exitCode = await start({ watch: process.argv.includes('--watch') }).catch(explain);
process.exit();
