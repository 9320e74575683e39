import { pino, type DestinationStream } from 'pino';

/**
 * Standard output, once a turn of the event loop: many requests end in the same turn, and each write is a call into the
 * system. A process that is killed loses the lines of that one turn.
 */
export function linesOfATurn(): DestinationStream {
  const out = pino.destination({ dest: 1, sync: true });
  let lines = '';
  const flush = (): void => {
    if (lines === '') return;
    const turn = lines;
    lines = '';
    out.write(turn);
  };
  process.on('exit', flush);
  return {
    write(line) {
      if (lines === '') setImmediate(flush);
      lines += line;
    },
  };
}
