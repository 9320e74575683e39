/** What a stage came to. `skipped` and `failures` are names; `failed` may be more than the failures that have one. */
export function outcome({ passed = 0, failed = 0, skipped = [], failures = [], output = '' } = {}) {
  return { passed, failed, skipped, failures, output };
}

export function jestOutcome(report, exitCode) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const named = (...statuses) =>
    tests.filter((each) => statuses.includes(each.status)).map((each) => each.fullName);
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((each) => each.status !== 'failed'),
  );
  const counted = report.numFailedTests + brokenFiles.length;
  // jest may fail without a failing test (nothing found, a worker that crashed): that is a failure too
  const failed = counted === 0 && exitCode !== 0 ? 1 : counted;
  return outcome({
    passed: report.numPassedTests,
    failed,
    skipped: named('pending', 'todo', 'skipped', 'disabled'),
    failures: [...named('failed'), ...brokenFiles.map((file) => `${file.name} could not run`)],
    output: report.testResults
      .filter((file) => file.status === 'failed')
      .map((file) => file.message)
      .join('\n'),
  });
}

function summaryNumber(tap, name) {
  return Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0);
}

/** node:test reports in TAP: numbers at the end, names on the lines of the single tests. */
export function tapOutcome(tap, exitCode) {
  const lines = tap.split('\n').map((line) => line.trim());
  const names = (pattern) => lines.map((line) => pattern.exec(line)?.[1]).filter(Boolean);
  const counted = summaryNumber(tap, 'fail') + summaryNumber(tap, 'cancelled');
  const failures = names(/^not ok \d+ - (.*?)(?: # .*)?$/);
  return outcome({
    passed: summaryNumber(tap, 'pass'),
    failed: counted === 0 && exitCode !== 0 ? 1 : counted,
    skipped: names(/^(?:not )?ok \d+ - (.*?) # (?:SKIP|TODO)\b.*$/),
    failures,
    output: failures.length > 0 || exitCode !== 0 ? tap : '',
  });
}

/** Where nothing may be left out, a skipped test is a test that failed. */
export function withoutSkips(result) {
  if (result.skipped.length === 0) return result;
  return {
    ...result,
    failed: result.failed + result.skipped.length,
    failures: [...result.failures, ...result.skipped.map((name) => `skipped: ${name}`)],
    skipped: [],
  };
}

export function totalOf(results) {
  return results.reduce(
    (total, result) => ({
      passed: total.passed + result.passed,
      failed: total.failed + result.failed,
      skipped: total.skipped + result.skipped.length,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The last line of every run. */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
