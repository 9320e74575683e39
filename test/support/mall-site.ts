import { randomUUID } from 'node:crypto';
import type { Answer, ApiClient } from './api-client';
import type { MemberBody } from './wire';

/** A mall over HTTP, kept by whoever the client speaks for. */
export class MallSite {
  private constructor(
    readonly mallId: string,
    private readonly keeper: ApiClient,
  ) {}

  static async open(admin: ApiClient, name = `Mall ${randomUUID()}`): Promise<MallSite> {
    return new MallSite(idIn(await admin.post('/api/v1/malls', { name })), admin);
  }

  get path(): string {
    return `/api/v1/malls/${this.mallId}`;
  }

  async newStore(name = 'Bakery'): Promise<string> {
    return idIn(await this.keeper.post(`${this.path}/stores`, { name }));
  }

  async newPin(storeId: string | null = null, name = 'North entrance'): Promise<string> {
    return idIn(await this.keeper.post(`${this.path}/pins`, { name, store_id: storeId }));
  }

  async appoint(userId: string): Promise<string> {
    return idIn(await this.keeper.post(`${this.path}/members`, { user_id: userId, role: 'operator' }));
  }

  /** As tenant. */
  async letIn(userId: string, storeId: string): Promise<string> {
    const body = { user_id: userId, role: 'tenant', store_id: storeId };
    return idIn(await this.keeper.post(`${this.path}/members`, body));
  }
}

function idIn(answer: Answer): string {
  if (answer.status !== 201) throw new Error(`${String(answer.status)} ${answer.text}`);
  return answer.json<Pick<MemberBody, 'id'>>().id;
}
