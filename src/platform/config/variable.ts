/** One environment variable: how it reads, what it means, and what to say when it is wrong. */
export interface Variable<T> {
  readonly name: string;
  readonly description: string;
  /** Completes "expected …" in the message about a bad value. */
  readonly expected: string;
  readonly example: string;
  /** As it would be written in the environment; undefined where there is none. */
  readonly defaultText: string | undefined;
  readonly isRequired: boolean;
  readonly isSecret: boolean;
  /** Throws an Error when the text cannot be read; gets undefined when the variable is absent or empty. */
  readonly read: (text: string | undefined) => T;
}

interface Described {
  readonly description: string;
}

interface Kind<T> {
  readonly expected: string;
  readonly example: string;
  readonly isSecret?: boolean;
  readonly parse: (text: string) => T;
}

/** Absent: the default, read like any other text, so that documentation and behaviour cannot drift apart. */
export function withDefault<T>(
  name: string,
  kind: Kind<T>,
  options: Described & { readonly default: string },
): Variable<T> {
  return {
    ...describe(name, kind, options),
    defaultText: options.default,
    isRequired: false,
    read: (text) => kind.parse(text ?? options.default),
  };
}

/** Absent: null. */
export function optional<T>(name: string, kind: Kind<T>, options: Described): Variable<T | null> {
  return {
    ...describe(name, kind, options),
    defaultText: undefined,
    isRequired: false,
    read: (text) => (text === undefined ? null : kind.parse(text)),
  };
}

/** Absent: a fault. */
export function required<T>(name: string, kind: Kind<T>, options: Described): Variable<T> {
  return {
    ...describe(name, kind, options),
    defaultText: undefined,
    isRequired: true,
    read: (text) => {
      if (text === undefined) throw new Error('is missing');
      return kind.parse(text);
    },
  };
}

function describe<T>(name: string, kind: Kind<T>, { description }: Described) {
  return {
    name,
    description,
    expected: kind.expected,
    example: kind.example,
    isSecret: kind.isSecret ?? false,
  };
}

export type { Kind };
