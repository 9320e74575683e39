import { SetupFailure } from '../setup/failure.mjs';

/**
 * The stages that the arguments ask for: named ones and the build if they need it, or all (with --full the long ones
 * too).
 */
export function selectStages(stages, args) {
  const full = args.includes('--full');
  const names = args.filter((each) => !each.startsWith('--'));
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    throw new SetupFailure(
      `There is no stage "${unknown.join('", "')}". The stages are: ${stages.map((stage) => stage.name).join(', ')}.`,
    );
  }
  const isNamed = (stage) => names.includes(stage.name);
  const isNeeded = (stage) =>
    stage.kind === 'build' && stages.some((each) => isNamed(each) && each.needs.includes('build'));
  const selected = stages.filter((stage) =>
    names.length > 0 ? isNamed(stage) || isNeeded(stage) : full || !stage.full,
  );
  return { stages: selected, full, fresh: args.includes('--fresh') };
}

/** One after another, except those that stand next to each other and may run beside another. */
export function inBatches(stages) {
  const batches = [];
  for (const stage of stages) {
    const last = batches.at(-1);
    if (stage.beside && last?.[0].beside) last.push(stage);
    else batches.push([stage]);
  }
  return batches;
}
