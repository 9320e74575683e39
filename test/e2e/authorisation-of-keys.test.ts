import { SCOPES, type Scope } from '#kernel/actor';
import type { Route } from '../support/contract';
import { Scene } from '../support/scene';
import { askAsEverybody } from './authorisation/ask-as-everybody';
import { prepareFixtures } from './authorisation/fixtures';
import {
  DEAD_KEYS,
  gatherKeyCallers,
  PRINCIPALS,
  singleScope,
  type KeyCaller,
} from './authorisation/key-callers';
import { differences, readMatrix, writeMatrix, type Matrix } from './authorisation/matrix';
import { openPremises } from './authorisation/premises';

describe('what API keys may do', () => {
  let scene: Scene;
  let found: Matrix<KeyCaller>;
  let people: Matrix;

  beforeAll(async () => {
    scene = await Scene.open();
    const premises = await openPremises(scene);
    const [callers, fixtures] = await Promise.all([
      gatherKeyCallers(scene, premises),
      prepareFixtures(scene, premises),
    ]);
    found = await askAsEverybody(scene.client.contract.routes, callers, fixtures);
    people = await readMatrix('authorisation-matrix');
    if (process.env.UPDATE_MATRIX === '1') await writeMatrix('authorisation-matrix-of-keys', found);
  }, 240_000);

  afterAll(() => scene.close());

  const routes = (isMeant: (route: Route) => boolean): Route[] => {
    const meant = scene.client.contract.routes.filter(isMeant);
    expect(meant.length).toBeGreaterThan(0);
    return meant;
  };
  const isOpen = ({ security }: Route): boolean => security.length === 0;
  const takesKeys = ({ security }: Route): boolean => security.some((scheme) => 'apiKey' in scheme);
  const scopeOf = (route: Route): Scope | undefined => route['x-required-scopes']?.[0] as Scope | undefined;
  const statusOf = ({ operationId }: Route, caller: KeyCaller) => found[operationId]?.[caller];
  const inPerson = ({ operationId }: Route, caller: string) => people[operationId]?.[caller];

  it('is as it was decided, for every operation and every key', async () => {
    expect(differences(await readMatrix('authorisation-matrix-of-keys'), found)).toEqual([]);
  });

  it('is what the one scope that the document names allows, and nothing by any other', () => {
    for (const route of routes((each) => takesKeys(each) && scopeOf(each) !== undefined)) {
      for (const scope of SCOPES) {
        const expected = scope === scopeOf(route) ? inPerson(route, 'admin') : 403;
        expect([route.operationId, scope, statusOf(route, singleScope(scope))]).toEqual([
          route.operationId,
          scope,
          expected,
        ]);
      }
    }
  });

  it('is what their owners may in person, where keys are taken at all', () => {
    for (const route of routes((each) => takesKeys(each) || isOpen(each))) {
      for (const who of PRINCIPALS)
        expect([route.operationId, who, statusOf(route, `${who}'s key with every scope`)]).toEqual([
          route.operationId,
          who,
          inPerson(route, who),
        ]);
    }
  });

  it('is nothing where it takes a person, whatever the scopes', () => {
    const personal = routes((each) => !isOpen(each) && !takesKeys(each));
    const living = PRINCIPALS.map((who) => `${who}'s key with every scope` as const);
    const answers = personal.flatMap((route) => living.map((caller) => statusOf(route, caller)));
    expect(new Set(answers)).toEqual(new Set([403]));
    expect(personal.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining([
        'createApiKey',
        'rotateApiKey',
        'updateApiKey',
        'logOut',
        'updateUser',
        'addMember',
      ]),
    );
  });

  it('is nothing once they are over, nor from an address that is not theirs', () => {
    const closed = routes((each) => !isOpen(each));
    const dead = closed.flatMap((route) => DEAD_KEYS.map((caller) => statusOf(route, caller)));
    expect(new Set(dead)).toEqual(new Set([401]));
    const elsewhere = closed.map((route) => statusOf(route, 'key from another address'));
    expect(new Set(elsewhere)).toEqual(new Set([403]));
  });

  it('is written into the document: each operation names its scope, or that it takes none', () => {
    const unsaid = routes((each) => takesKeys(each) && scopeOf(each) === undefined);
    expect(unsaid.map(({ operationId }) => operationId).sort()).toEqual(['readMe', 'readQuota']);
    const personal = routes((each) => !isOpen(each) && !takesKeys(each));
    expect(personal.filter((each) => scopeOf(each) !== undefined)).toEqual([]);
  });
});
