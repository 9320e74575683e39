import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingOptionals, possiblePlaces } from './lockfile-check.mjs';

test('a dependency may lie beside its dependant or anywhere above', () => {
  assert.deepEqual(possiblePlaces('node_modules/a/node_modules/@s/b', 'c'), [
    'node_modules/c',
    'node_modules/a/node_modules/c',
    'node_modules/a/node_modules/@s/b/node_modules/c',
  ]);
});

test('an optional dependency without an entry of its own is found', () => {
  const packages = {
    '': {},
    'node_modules/a': { optionalDependencies: { 'a-linux': '1', 'a-darwin': '1' } },
    'node_modules/a/node_modules/a-linux': {},
  };
  assert.deepEqual(missingOptionals({ packages }), ['node_modules/a -> a-darwin']);
});
