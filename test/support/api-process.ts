import { BuiltProcess, type Variables } from './built-process';

/** The HTTP process, listening on a free port. */
export class ApiProcess extends BuiltProcess {
  private constructor(variables: Variables) {
    super('main.js', variables);
  }

  private listening = '';

  static async start(variables: Variables): Promise<ApiProcess> {
    const api = new ApiProcess({ ...variables, PORT: '0' });
    const { listening } = await api.ready('api ready');
    api.listening = String(listening);
    return api;
  }

  /** Without a trailing slash. */
  get baseUrl(): string {
    return this.listening;
  }

  get port(): number {
    return Number(new URL(this.listening).port);
  }
}

/** The queue process. */
export async function startWorkerProcess(variables: Variables): Promise<BuiltProcess> {
  const worker = new BuiltProcess('worker.js', variables);
  await worker.ready('worker ready');
  return worker;
}
