import type { Variable } from './variable';

type Variables = Readonly<Record<string, Variable<unknown>>>;
type ValuesOf<V extends Variables> = { readonly [K in keyof V]: V[K] extends Variable<infer T> ? T : never };

/** A rule between values of one group; each sentence it returns is a fault. */
type Rule<V extends Variables> = (values: ValuesOf<V>) => readonly string[];

export interface ConfigGroupClass {
  new (values: never): object;
  readonly title: string;
  readonly variables: Variables;
  readonly rule: (values: never) => readonly string[];
}

/**
 * Declares the settings of one concern: `class HttpConfig extends configGroup('HTTP', {...}) {}`. The class is the type
 * and the injection token; its static side is what the documentation is generated from.
 */
export function configGroup<const V extends Variables>(
  title: string,
  variables: V,
  rule: Rule<V> = () => [],
) {
  class Group {
    static readonly title = title;
    static readonly variables = variables;
    static readonly rule = rule;

    constructor(values: ValuesOf<V>) {
      Object.assign(this, values);
      Object.freeze(this);
    }
  }
  return Group as unknown as {
    new (values: ValuesOf<V>): ValuesOf<V>;
    readonly title: string;
    readonly variables: V;
    readonly rule: Rule<V>;
  };
}
