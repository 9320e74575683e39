import { median } from './figures.mjs';

/** What watchers of several runs saw: how far the percent of the long step was from the share of its time, and how often it moved. */
export function progressFigures(runs) {
  const longSteps = runs.map((looks) => movesOf(looks.filter(({ stage }) => stage === 'render')));
  return {
    error: median(longSteps.map(worstError)),
    falls: runs.reduce((sum, looks) => sum + fallsIn(looks), 0),
    perMinute: median(longSteps.map((moves) => moves.length / minutesOf(moves))),
  };
}

/** The first look at each value: between two of them nothing was reported. */
function movesOf(looks) {
  return looks.filter(({ rendered }, at) => at === 0 || rendered !== looks[at - 1].rendered);
}

function worstError(moves) {
  const [first, last] = [moves[0], moves.at(-1)];
  const share = (value, from, to) => (100 * (value - from)) / (to - from);
  const errors = moves.map((move) =>
    Math.abs(share(move.rendered, first.rendered, last.rendered) - share(move.atMs, first.atMs, last.atMs)),
  );
  return Math.max(...errors);
}

function fallsIn(looks) {
  return looks.filter(({ progress }, at) => at > 0 && progress < looks[at - 1].progress).length;
}

function minutesOf(moves) {
  return (moves.at(-1).atMs - moves[0].atMs) / 60_000;
}
