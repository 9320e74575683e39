import { requireNode } from './setup/node-floor.mjs';

requireNode();

const { test, explain } = await import('./testing/command.mjs');
const { QUICK_STAGES } = await import('./test-plan.mjs');

process.exitCode = await test(QUICK_STAGES).catch(explain);
process.exit();
