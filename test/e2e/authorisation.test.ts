import type { Route } from '../support/contract';
import { Scene } from '../support/scene';
import { CALLERS, gatherCallers, type Caller, type Callers } from './authorisation/callers';
import { prepareFixtures } from './authorisation/fixtures';
import { differences, readMatrix, writeMatrix, type Matrix } from './authorisation/matrix';
import { openPremises } from './authorisation/premises';
import { requestFor, type Fixtures } from './authorisation/requests';

describe('who may do what', () => {
  let scene: Scene;
  let found: Matrix;

  beforeAll(async () => {
    scene = await Scene.open();
    const premises = await openPremises(scene);
    const [callers, fixtures] = await Promise.all([
      gatherCallers(scene, premises),
      prepareFixtures(scene, premises),
    ]);
    const rows = scene.client.contract.routes.map(
      async (route) => [route.operationId, await askAsEverybody(route, callers, fixtures)] as const,
    );
    found = Object.fromEntries(await Promise.all(rows));
    if (process.env.UPDATE_MATRIX === '1') await writeMatrix(found);
  });

  afterAll(() => scene.close());

  it('is as it was decided, for every operation and every kind of caller', async () => {
    expect(differences(await readMatrix(), found)).toEqual([]);
  });

  it('lets nobody without a good credential past an operation that needs one', () => {
    const strangers: readonly Caller[] = CALLERS.slice(0, CALLERS.indexOf('user'));
    const closed = scene.client.contract.routes.filter(({ security }) => security.length > 0);
    const answers = closed.flatMap(({ operationId }) =>
      strangers.map((caller) => found[operationId]?.[caller]),
    );
    expect(new Set(answers)).toEqual(new Set([401]));
  });

  it('lets the admin do everything', () => {
    const refused = Object.entries(found).filter(([, row]) => (row.admin ?? 500) >= 400);
    expect(refused).toEqual([]);
  });

  it('says so when an operation is missing, stale or different', () => {
    const everybody = Object.fromEntries(CALLERS.map((caller) => [caller, 200])) as Matrix[string];
    const decided = { known: everybody, gone: everybody };
    const service = { known: { ...everybody, anonymous: 401 }, fresh: everybody };
    expect(differences(decided, service).slice(0, -1)).toEqual([
      'fresh is not in the matrix: nobody decided who may call it.',
      'gone is in the matrix, but not in the document.',
      'known as anonymous: the matrix says 200, the service 401.',
    ]);
  });

  async function askAsEverybody(route: Route, callers: Callers, fixtures: Fixtures): Promise<Matrix[string]> {
    const row: Partial<Record<Caller, number>> = {};
    for (const caller of CALLERS) {
      const client = await callers[caller](route.operationId);
      const { path, ask } = await requestFor(route, fixtures, client);
      row[caller] = (await client.ask(route.method, path, ask)).status;
    }
    return row;
  }
});
