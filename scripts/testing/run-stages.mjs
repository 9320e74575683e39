import { SetupFailure } from '../setup/failure.mjs';
import { seconds } from '../setup/progress.mjs';
import { outcome, withoutSkips } from './outcomes.mjs';
import { STAGE_KINDS } from './stage-kinds.mjs';
import { endStragglers } from './throw-away.mjs';

function blocked(stage, reason) {
  return outcome({ failed: 1, failures: [stage.name], output: reason });
}

async function runOne(stage, context) {
  try {
    const variables = await context.resources.variables(stage.needs);
    return await STAGE_KINDS[stage.kind](stage, { ...context, env: { ...context.env, ...variables } });
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    return blocked(stage, [error.details, error.message].filter(Boolean).join('\n'));
  }
}

function describe(stage, result, elapsedMs) {
  const counts = [`${result.passed} passed`];
  if (result.failed > 0) counts.push(`${result.failed} failed`);
  if (result.skipped.length > 0) counts.push(`${result.skipped.length} skipped`);
  const lines = [
    `${result.failed > 0 ? '✗' : '✓'} ${stage.name}: ${counts.join(', ')} (${seconds(elapsedMs)})`,
  ];
  if (result.failed > 0) {
    lines.push(...result.failures.filter((name) => name !== stage.name).map((name) => `    ✗ ${name}`));
    lines.push(...result.output.split('\n').map((line) => `    ${line}`));
  }
  return lines.join('\n');
}

async function reportStragglers(stage, { progress, tmp }) {
  for (const command of await endStragglers(tmp))
    progress.say(`  ${stage.name} left this running, and it was ended: ${command}`);
}

/** All stages one after another, whatever happens to one of them; resolves to their outcomes. */
export async function runStages(stages, { full, passedStages, ...context }) {
  const results = [];
  let buildFailed = false;
  for (const stage of stages) {
    const earlier = full ? passedStages.find(stage) : undefined;
    if (earlier) {
      context.progress.say(`✓ ${stage.name}: ${earlier.passed} passed (earlier, on the same files)`);
      results.push(earlier);
      continue;
    }
    const startedAt = Date.now();
    const isBlocked = buildFailed && stage.needs.includes('build');
    const work = () => (isBlocked ? blocked(stage, 'not run: the build failed') : runOne(stage, context));
    const raw = await context.progress.quietStep(stage.name, work);
    const result = full ? withoutSkips(raw) : raw;
    if (stage.kind === 'build' && result.failed > 0) buildFailed = true;
    if (full) passedStages.remember(stage, result);
    context.progress.say(describe(stage, result, Date.now() - startedAt));
    await reportStragglers(stage, context);
    results.push(result);
  }
  return results;
}
