import { Scene } from '../support/scene';
import { askAsEverybody } from './authorisation/ask-as-everybody';
import { CALLERS, gatherCallers, type Caller } from './authorisation/callers';
import { prepareFixtures } from './authorisation/fixtures';
import { differences, readMatrix, writeMatrix, type Matrix } from './authorisation/matrix';
import { openPremises } from './authorisation/premises';

describe('who may do what', () => {
  let scene: Scene;
  let found: Matrix<Caller>;

  beforeAll(async () => {
    scene = await Scene.open();
    const premises = await openPremises(scene);
    const [callers, fixtures] = await Promise.all([
      gatherCallers(scene, premises),
      prepareFixtures(scene, premises),
    ]);
    found = await askAsEverybody(scene.client.contract.routes, callers, fixtures);
    if (process.env.UPDATE_MATRIX === '1') await writeMatrix('authorisation-matrix', found);
  });

  afterAll(() => scene.close());

  it('is as it was decided, for every operation and every kind of caller', async () => {
    expect(differences(await readMatrix('authorisation-matrix'), found)).toEqual([]);
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
    const everybody = Object.fromEntries(CALLERS.map((caller) => [caller, 200])) as Matrix<Caller>[string];
    const decided = { known: everybody, gone: everybody };
    const service = { known: { ...everybody, anonymous: 401 }, fresh: everybody };
    expect(differences(decided, service).slice(0, -1)).toEqual([
      'fresh is not in the matrix: nobody decided who may call it.',
      'gone is in the matrix, but not in the document.',
      'known as anonymous: the matrix says 200, the service 401.',
    ]);
  });
});
