import type { ConfigGroupClass } from './config-group';
import type { Variable } from './variable';

export type Environment = Readonly<Record<string, string | undefined>>;
export type Configuration = ReadonlyMap<ConfigGroupClass, object>;

/** Every fault at once: an operator who mends one at a time restarts a service five times. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

export function parseConfiguration(groups: readonly ConfigGroupClass[], env: Environment): Configuration {
  const faults: string[] = [];
  const parsed = new Map<ConfigGroupClass, object>();
  for (const group of groups) {
    const values = readGroup(group, env, faults);
    if (values === null) continue;
    faults.push(...group.rule(values as never));
    parsed.set(group, new group(values as never));
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
  return parsed;
}

function readGroup(group: ConfigGroupClass, env: Environment, faults: string[]): object | null {
  const before = faults.length;
  const values: Record<string, unknown> = {};
  for (const [property, variable] of Object.entries(group.variables)) {
    try {
      values[property] = variable.read(textOf(env, variable));
    } catch (error) {
      faults.push(faultOf(variable, error));
    }
  }
  return faults.length === before ? values : null;
}

/** `PORT=` in a file or a compose template means "not set". */
function textOf(env: Environment, variable: Variable<unknown>): string | undefined {
  const value = env[variable.name]?.trim();
  return value === '' ? undefined : value;
}

function faultOf(variable: Variable<unknown>, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `${variable.name} ${reason}: expected ${variable.expected}, for example ${variable.name}=${variable.example}`;
}
