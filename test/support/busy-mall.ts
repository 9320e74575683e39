import type { ApiClient } from './api-client';
import { makeClip } from './clips';
import { eventually } from './eventually';
import { MallSite } from './mall-site';
import { register, type Person } from './people';
import type { Scene } from './scene';
import { Uploader, type OpenedUpload } from './uploader';

export interface PlacedItem {
  readonly id: string;
  readonly mall_id: string | null;
  readonly pin_id: string | null;
  readonly pin_name: string | null;
  readonly recorded_at: string | null;
  readonly original_path: string;
  readonly proxy_path: string | null;
  readonly thumbnail_path: string | null;
}

interface Crowd {
  readonly operator: Uploader;
  /** Of the store with the till. */
  readonly tenant: Person;
  /** Of another store. */
  readonly neighbour: Person;
  readonly stranger: Person;
}

/** A mall with a camera at a store's till and one in the hall, everybody who has to do with it, and somebody who has not. */
export class BusyMall {
  private constructor(
    readonly admin: ApiClient,
    readonly mall: MallSite,
    readonly clip: Buffer,
    private readonly crowd: Crowd,
    readonly at: { readonly store: string; readonly till: string; readonly hall: string },
  ) {}

  static async open(scene: Scene): Promise<BusyMall> {
    const admin = (await scene.admin()).client;
    const mall = await MallSite.open(admin);
    const store = await mall.newStore('Bakery');
    const clip = await makeClip(scene.dataFolder);
    const operator = await Uploader.register(scene, clip);
    const [tenant, neighbour, stranger] = [
      await register(scene.client, 'tenant'),
      await register(scene.client, 'neighbour'),
      await register(scene.client, 'stranger'),
    ];
    await mall.appoint(operator.userId);
    await mall.letIn(tenant.user.id, store);
    await mall.letIn(neighbour.user.id, await mall.newStore('Shoes'));
    const at = { store, till: await mall.newPin(store, 'Till'), hall: await mall.newPin(null, 'Hall') };
    const busy = new BusyMall(admin, mall, clip, { operator, tenant, neighbour, stranger }, at);
    await busy.untilIn(operator.client, tenant.client, neighbour.client);
    return busy;
  }

  get operator(): Uploader {
    return this.crowd.operator;
  }

  get tenant(): Person {
    return this.crowd.tenant;
  }

  get neighbour(): Person {
    return this.crowd.neighbour;
  }

  get stranger(): Person {
    return this.crowd.stranger;
  }

  async untilIn(...clients: readonly ApiClient[]): Promise<void> {
    await eventually('they are members', async () => {
      const answers = await Promise.all(clients.map((client) => client.get(this.mall.path)));
      return answers.every(({ status }) => status === 200);
    });
  }

  announce(client: ApiClient, place: object, door = '/api/v1/upload/presigned-url') {
    const file = { filename: 'film.mp4', file_size: this.clip.length, content_type: 'video/mp4' };
    return client.post(door, { ...file, ...place });
  }

  /** As its operator. */
  async upload(place: object): Promise<string> {
    const opened = (await this.announce(this.operator.client, place)).json<OpenedUpload>();
    await this.operator.send(opened);
    await this.operator.complete(opened.video_id);
    return opened.video_id;
  }

  async read(client: ApiClient, id: string): Promise<PlacedItem> {
    return (await client.get(`/api/v1/videos/${id}`)).json<PlacedItem>();
  }

  async listed(client: ApiClient, query = ''): Promise<readonly PlacedItem[]> {
    return (await client.get(`/api/v1/videos${query}`)).json<{ videos: PlacedItem[] }>().videos;
  }

  async idsSeenBy(client: ApiClient, query = ''): Promise<readonly string[]> {
    return (await this.listed(client, query)).map(({ id }) => id).sort();
  }
}
