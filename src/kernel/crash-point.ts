/**
 * Where a process dies when a test says so: between two effects that cannot commit together. The law is that whoever comes
 * afterwards finds everything needed to go on.
 */
export const CRASH_POINTS = {
  C1: 'an upload is being opened, nothing is committed',
  C2: 'an upload is opened, nobody was told',
  C3: 'the store began an upload in parts, its id is not noted',
  C4: 'half of a streamed body has come',
  C5: 'an upload is being completed, the store was not asked yet',
  C6: 'the store has all of the bytes, nothing is committed',
  C7: 'the original is copied to its place, nothing is committed',
  C8: 'an upload is completed, nobody was told',
  'C8-offer': 'steps are marked as offered, the queue has not got them',
  'C8-publish': 'facts have their positions, nobody was told',
  C9: 'the queue has got steps, whoever brought them dies',
  C10: 'a step is claimed, no work is done',
  C11: 'some of what a step made is stored, nothing is committed',
  C12: 'the work of a step is done and stored, nothing is committed',
  C13: 'a step is finished, the queue was not told',
  C16: 'a video is deleted, nobody was told',
  C17: 'bytes are deleted, their row does not say so',
} as const;

export type CrashPoint = keyof typeof CRASH_POINTS;

let deadlyPoint: string | null = null;
let passesLeft = 0;

/** `C6` dies there at once, `C6:3` at the third pass. Only processes of a test are ever armed. */
export function armCrashPoint(setting: string): void {
  const [point = '', pass = '1'] = setting.split(':');
  if (!Object.hasOwn(CRASH_POINTS, point)) throw new Error(`there is no crash point ${point}`);
  deadlyPoint = point;
  passesLeft = Number(pass);
}

export function crashPoint(name: CrashPoint): void {
  if (name !== deadlyPoint) return;
  passesLeft -= 1;
  if (passesLeft <= 0) process.kill(process.pid, 'SIGKILL');
}
