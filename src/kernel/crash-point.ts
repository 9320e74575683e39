/**
 * Where a process dies when a test says so: between two effects that cannot commit together. The law is that whoever comes
 * afterwards finds everything needed to go on.
 */
let deadlyPoint: string | null = null;
let passesLeft = 0;

/** `C6` dies there at once, `C6:3` at the third pass. Only processes of a test are ever armed. */
export function armCrashPoint(setting: string): void {
  const [point = '', pass = '1'] = setting.split(':');
  deadlyPoint = point;
  passesLeft = Number(pass);
}

export function crashPoint(name: string): void {
  if (name !== deadlyPoint) return;
  passesLeft -= 1;
  if (passesLeft <= 0) process.kill(process.pid, 'SIGKILL');
}
