import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import type { SandboxFacts, SandboxPart } from './sandbox-facts';

/** PATH is not asked: what stands between us and a hostile file comes from the system's own folders. */
const SYSTEM_FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/local/sbin'];
const PROOF_LIMIT_MS = 5_000;

/** Ways to one protection, the best first, and what a program that has it can be asked to show. */
interface Protection {
  readonly tool: string;
  readonly ways: readonly (readonly string[])[];
  /** Only for the proof, as when the real command gets more arguments at each run. */
  readonly proofArguments?: readonly string[];
  readonly proof?: { readonly file: string; readonly shows: (text: string) => boolean };
}

const PROTECTIONS: Readonly<Record<keyof SandboxFacts, Protection>> = {
  niceness: { tool: 'nice', ways: [['-n', '10']] },
  limits: {
    tool: 'prlimit',
    ways: [[]],
    proofArguments: ['--nofile=61:61'],
    proof: { file: '/proc/self/limits', shows: (text) => /^Max open files\s+61\s+61\s/m.test(text) },
  },
  noNetwork: {
    tool: 'unshare',
    // Root has its own way. Others need a namespace of users: as themselves, or else (older tools) as its root.
    ways: [['--net'], ['--net', '--user', '--map-current-user'], ['--net', '--user', '--map-root-user']],
    proof: { file: '/proc/self/net/dev', shows: hasOnlyLoopback },
  },
  noNewPrivileges: {
    tool: 'setpriv',
    ways: [['--no-new-privs']],
    proof: { file: '/proc/self/status', shows: (text) => /^NoNewPrivs:\s+1$/m.test(text) },
  },
  deathSignal: { tool: 'setpriv', ways: [['--pdeathsig', 'KILL']] },
};

/** Tries every protection once, on a program that shows what it got; what a system lacks is an answer, not an error. */
export async function detectSandbox(): Promise<SandboxFacts> {
  const [niceness, limits, noNetwork, noNewPrivileges, deathSignal] = await Promise.all([
    detectPart(PROTECTIONS.niceness),
    detectPart(PROTECTIONS.limits),
    detectPart(PROTECTIONS.noNetwork),
    detectPart(PROTECTIONS.noNewPrivileges),
    detectPart(PROTECTIONS.deathSignal),
  ]);
  return { niceness, limits, noNetwork, noNewPrivileges, deathSignal };
}

async function detectPart(protection: Protection): Promise<SandboxPart> {
  const tool = await findTool(protection.tool);
  if (tool === null) return { isAvailable: false, reason: `there is no ${protection.tool} on this system` };
  for (const way of protection.ways) {
    const command = [tool, ...way];
    if (await works(protection, command)) return { isAvailable: true, command };
  }
  return { isAvailable: false, reason: `this system does not allow ${protection.tool} to do it` };
}

async function works(protection: Protection, command: readonly string[]): Promise<boolean> {
  const proof = protection.proof;
  const witness = await findTool(proof ? 'cat' : 'true');
  if (witness === null) return false;
  const asked = [...command, ...(protection.proofArguments ?? []), witness, ...(proof ? [proof.file] : [])];
  const shown = await outputOf(asked);
  return shown !== null && (proof?.shows(shown) ?? true);
}

/** A fresh network has its loopback device and nothing else, or not even that. */
function hasOnlyLoopback(text: string): boolean {
  const devices = [...text.matchAll(/^\s*([^\s:|]+):/gm)].map(([, device]) => device);
  return devices.every((device) => device === 'lo');
}

async function findTool(name: string): Promise<string | null> {
  for (const folder of SYSTEM_FOLDERS) {
    const file = path.join(folder, name);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return null;
}

function outputOf([file = '', ...args]: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(file, args, { env: {}, timeout: PROOF_LIMIT_MS, killSignal: 'SIGKILL' }, (error, stdout) =>
      resolve(error === null ? stdout : null),
    );
  });
}
