import { sandboxedCommand } from './command-line';
import { SHORT_RUN } from './run-limits';
import type { SandboxFacts, SandboxPart } from './sandbox-facts';

const missing: SandboxPart = { isAvailable: false, reason: 'not here' };
const command = (...words: string[]): SandboxPart => ({ isAvailable: true, command: words });
const bare: SandboxFacts = {
  niceness: missing,
  limits: missing,
  noNetwork: missing,
  noNewPrivileges: missing,
  deathSignal: missing,
};

describe('the command line of the sandbox', () => {
  it('is the program alone where the system has nothing to put around it', () => {
    expect(sandboxedCommand(bare, SHORT_RUN, '/ffmpeg', ['-v'])).toEqual({ file: '/ffmpeg', args: ['-v'] });
  });

  it('puts every protection in front, the death signal last', () => {
    const facts: SandboxFacts = {
      niceness: command('/nice', '-n', '10'),
      limits: command('/prlimit'),
      noNetwork: command('/unshare', '--net'),
      noNewPrivileges: command('/setpriv', '--no-new-privs'),
      deathSignal: command('/setpriv', '--pdeathsig', 'KILL'),
    };
    const { file, args } = sandboxedCommand(facts, { ...SHORT_RUN, cpuSeconds: 30 }, '/ffmpeg', ['-v']);
    expect(file).toBe('/nice');
    expect(args.filter((each) => each.startsWith('/'))).toEqual([
      '/prlimit',
      '/unshare',
      '/setpriv',
      '/setpriv',
      '/ffmpeg',
    ]);
    expect(args).toContain('--cpu=30:35');
    expect(args.slice(-4)).toEqual(['--pdeathsig', 'KILL', '/ffmpeg', '-v']);
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses %p as a limit', (cpuSeconds) => {
    const facts = { ...bare, limits: command('/prlimit') };
    expect(() => sandboxedCommand(facts, { ...SHORT_RUN, cpuSeconds }, '/ffmpeg', [])).toThrow(RangeError);
  });
});
