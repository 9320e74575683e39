import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STAGES } from '../test-plan.mjs';
import { jestOutcome, lastLine, outcome, tapOutcome, totalOf, withoutSkips } from './outcomes.mjs';
import { inBatches, selectStages } from './selection.mjs';

const report = (testResults, numbers) => ({ numPassedTests: 0, numFailedTests: 0, testResults, ...numbers });

test('jest: tests are counted, skips are named', () => {
  const file = {
    name: 'a.ts',
    status: 'failed',
    message: 'what went wrong',
    assertionResults: [
      { status: 'passed', fullName: 'good' },
      { status: 'failed', fullName: 'bad' },
      { status: 'pending', fullName: 'left out' },
    ],
  };
  const result = jestOutcome(report([file], { numPassedTests: 1, numFailedTests: 1 }), 1);
  assert.deepEqual(
    result,
    outcome({ passed: 1, failed: 1, skipped: ['left out'], failures: ['bad'], output: 'what went wrong' }),
  );
});

test('jest: a file that could not run, and a failure without a failing test, are failures', () => {
  const broken = { name: 'b.ts', status: 'failed', message: 'syntax', assertionResults: [] };
  assert.equal(jestOutcome(report([broken]), 1).failed, 1);
  assert.equal(jestOutcome(report([]), 1).failed, 1);
  assert.equal(jestOutcome(report([]), 0).failed, 0);
});

test('node:test: numbers and names come from TAP', () => {
  const tap = [
    'not ok 1 - breaks',
    'ok 2 - works',
    'ok 3 - elsewhere # SKIP only on a Mac',
    '# pass 1',
    '# fail 1',
    '# cancelled 0',
    '# skipped 1',
  ].join('\n');
  const result = tapOutcome(tap, 1);
  assert.deepEqual(
    [result.passed, result.failed, result.skipped, result.failures],
    [1, 1, ['elsewhere'], ['breaks']],
  );
  assert.equal(tapOutcome('', 1).failed, 1);
});

test('in the full run a skip is a failure', () => {
  assert.equal(withoutSkips(outcome({ passed: 2, skipped: ['one'] })).failed, 1);
});

test('the last line has exactly one form', () => {
  assert.equal(
    lastLine(totalOf([outcome({ passed: 2 }), outcome({ passed: 1, failed: 1 })])),
    '3 passed, 1 failed',
  );
  assert.equal(lastLine({ passed: 1, failed: 0, skipped: 2 }), '1 passed, 0 failed, 2 skipped');
});

test('stages are chosen by name, and an unknown name is told', () => {
  const names = (args) => selectStages(STAGES, args).stages.map((stage) => stage.name);
  assert.deepEqual(names(['unit', 'lint']), ['lint', 'unit']);
  assert.deepEqual(names(['e2e']), ['build', 'e2e']);
  assert.equal(names([]).includes('load'), false);
  assert.equal(names(['--full']).includes('load'), true);
  assert.throws(() => names(['nonsense']), /no stage "nonsense".*lockfile, build/);
});

test('only stages that stand next to each other and say so share a batch', () => {
  const plan = ['a', '+b', '+c', '+d', 'e', '+f'].map((name) => ({ name, beside: name.startsWith('+') }));
  const names = inBatches(plan).map((batch) => batch.map(({ name }) => name));
  assert.deepEqual(names, [['a'], ['+b', '+c', '+d'], ['e'], ['+f']]);
});
