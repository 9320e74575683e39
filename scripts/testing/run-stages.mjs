import { SetupFailure } from '../setup/failure.mjs';
import { seconds } from '../setup/progress.mjs';
import { outcome, withoutSkips } from './outcomes.mjs';
import { inBatches } from './selection.mjs';
import { STAGE_KINDS } from './stage-kinds.mjs';
import { endStragglers } from './throw-away.mjs';

function blocked(stage, reason) {
  return outcome({ failed: 1, failures: [stage.name], output: reason });
}

/** A fault that has been put in words fails the stage; any other ends the run. */
async function failingInWords(stage, work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    return blocked(stage, [error.details, error.message].filter(Boolean).join('\n'));
  }
}

async function runOne(stage, context) {
  let startedAt = Date.now();
  const result = await failingInWords(stage, async () => {
    // fetching and starting what the stage needs shows its own progress, and is not the stage's time
    const variables = await context.resources.variables(stage.needs);
    startedAt = Date.now();
    const inFull = { ...context, env: { ...context.env, ...variables } };
    return context.progress.quietStep(stage.name, () => STAGE_KINDS[stage.kind](stage, inFull));
  });
  return { result, elapsedMs: Date.now() - startedAt };
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

async function reportStragglers(names, { progress, tmp }) {
  for (const command of await endStragglers(tmp))
    progress.say(`  ${names} left this running, and it was ended: ${command}`);
}

/** What an earlier run of the same files came to, or what this one comes to. */
async function settle(stage, { full, passedStages, hasBuild, ...context }) {
  const earlier = full ? passedStages.find(stage) : undefined;
  if (earlier) {
    context.progress.say(`✓ ${stage.name}: ${earlier.passed} passed (earlier, on the same files)`);
    return earlier;
  }
  const isBlocked = !hasBuild && stage.needs.includes('build');
  const { result: raw, elapsedMs } = isBlocked
    ? { result: blocked(stage, 'not run: the build failed'), elapsedMs: 0 }
    : await runOne(stage, context);
  const result = full ? withoutSkips(raw) : raw;
  if (full) passedStages.remember(stage, result);
  context.progress.say(describe(stage, result, elapsedMs));
  return result;
}

/** What later stages need is fetched while the earlier ones run; who needs it is told if it cannot be had. */
function fetchAhead(stages, resources) {
  resources.variables(stages.flatMap(({ needs }) => needs)).catch(() => undefined);
}

async function twoAtOnce(stages, work) {
  const results = [];
  const next = stages.entries();
  const lane = async () => {
    for (const [index, stage] of next) results[index] = await work(stage);
  };
  await Promise.all([lane(), lane()]);
  return results;
}

/** All stages in the order of the plan, whatever happens to one of them; resolves to their outcomes. */
export async function runStages(stages, context) {
  const results = [];
  let hasBuild = true;
  for (const batch of inBatches(stages)) {
    const settled = await twoAtOnce(batch, (stage) => settle(stage, { ...context, hasBuild }));
    await reportStragglers(batch.map(({ name }) => name).join(' or '), context);
    results.push(...settled);
    if (batch[0].kind !== 'build') continue;
    hasBuild = settled[0].failed === 0;
    if (hasBuild) fetchAhead(stages, context.resources);
  }
  return results;
}
