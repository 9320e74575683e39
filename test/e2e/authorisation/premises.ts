import { MallSite } from '../../support/mall-site';
import { register, type Person } from '../../support/people';
import type { Scene } from '../../support/scene';

/** A mall with a store whose camera recorded everything that is asked for, and who uploaded it. */
export interface Premises {
  readonly mall: MallSite;
  readonly storeId: string;
  readonly pinId: string;
  readonly owner: Person;
}

export async function openPremises(scene: Scene): Promise<Premises> {
  const mall = await MallSite.open((await scene.admin()).client);
  const storeId = await mall.newStore();
  const pinId = await mall.newPin(storeId);
  return { mall, storeId, pinId, owner: await register(scene.client, 'owner') };
}
