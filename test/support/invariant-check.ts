import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Variables } from './built-process';

const ADDRESS = 'TEST_INVARIANTS_URL';
const CHECKER = path.join(__dirname, 'invariant-checker.cjs');

/** Answers how to end it. */
export async function startInvariantChecker(): Promise<() => void> {
  const checker = spawn(process.execPath, [CHECKER], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(checker, 'exit').then(() => {
    throw new Error('the checker of invariants could not start: is the project built?');
  });
  const [line] = (await Promise.race([once(checker.stdout, 'data'), ended])) as [Buffer];
  ended.catch(() => undefined);
  process.env[ADDRESS] = line.toString().trim();
  return () => checker.kill();
}

/** What is broken in an installation, in JSON; null when nothing is. */
export async function brokenInvariantsOf(variables: Variables): Promise<string | null> {
  const address = process.env[ADDRESS];
  if (address === undefined) throw new Error('nobody checks invariants for this kind of test');
  const answer = await fetch(address, { method: 'POST', body: JSON.stringify(variables) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text === '[]' ? null : text;
}
