import { register } from 'node:module';

const MODULES = {
  'k6/http': 'export default { request: (...given) => globalThis.k6.request(...given) };',
  'k6/execution': 'export default globalThis.k6.execution;',
  'k6/metrics': `
    class Metric {
      constructor(name) { this.name = name; }
      add(value, tags) { globalThis.k6.samples.push({ metric: this.name, value, tags }); }
    }
    export { Metric as Counter, Metric as Rate, Metric as Trend };`,
};
const HOOKS = `
  const MODULES = ${JSON.stringify(MODULES)};
  export function resolve(name, context, next) {
    if (name.endsWith('.k6.js')) return { url: name, format: 'module', shortCircuit: true };
    return name in MODULES ? { url: 'data:text/javascript,' + encodeURIComponent(MODULES[name]), shortCircuit: true } : next(name, context);
  }`;

/** What a k6 script sees of k6, as far as ours looks: enough to read it and to let its users take turns. */
export async function scriptInK6(url, environment, request) {
  globalThis.__ENV = environment;
  globalThis.open = () => new ArrayBuffer(1000);
  globalThis.k6 = {
    request,
    samples: [],
    execution: { scenario: { iterationInTest: 0, startTime: Date.now() } },
  };
  register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);
  return { script: await import(url.href), k6: globalThis.k6 };
}
