import { MallSite } from '../../support/mall-site';
import type { Scene } from '../../support/scene';
import type { Fixtures } from './requests';

/** Everything is in the mall of the operator and the tenant; what an operation uses up is made anew for each caller. */
export async function prepareSiteFixtures(scene: Scene, mall: MallSite, userId: string): Promise<Fixtures> {
  const { client: admin } = await scene.admin();
  const id = mall.mallId;
  const here = { path: { id } };
  const store = { path: { id, store_id: await mall.newStore() } };
  const pin = { path: { id, pin_id: await mall.newPin() } };
  const newMember = async () => ({
    path: { id, member_id: await mall.letIn(userId, await mall.newStore()) },
  });
  return {
    createMall: () => ({ body: { name: 'Riverside' } }),
    readMall: () => here,
    updateMall: () => ({ ...here, body: { name: 'Renamed' } }),
    deleteMall: async () => ({ path: { id: (await MallSite.open(admin)).mallId } }),
    listStores: () => here,
    createStore: () => ({ ...here, body: { name: 'Bakery' } }),
    readStore: () => store,
    updateStore: () => ({ ...store, body: { name: 'Renamed' } }),
    deleteStore: async () => ({ path: { id, store_id: await mall.newStore() } }),
    listPins: () => here,
    createPin: () => ({ ...here, body: { name: 'North entrance' } }),
    readPin: () => pin,
    updatePin: () => ({ ...pin, body: { active: false } }),
    deletePin: async () => ({ path: { id, pin_id: await mall.newPin() } }),
    listMembers: () => here,
    addMember: async () => ({
      ...here,
      body: { user_id: userId, role: 'tenant', store_id: await mall.newStore() },
    }),
    readMember: newMember,
    updateMember: async () => ({ ...(await newMember()), body: { store_id: await mall.newStore() } }),
    removeMember: newMember,
  };
}
