import { writeFileSync } from 'node:fs';

/**
 * A vitest reporter that writes the real counts to the file named by PAIRWRIGHT_TEST_COUNTS, for tools/test.mjs.
 * @public
 */
export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, failures: [], again: [], skipped: [] };
    for (const error of unhandledErrors)
      counts.failures.push({ name: 'outside any test', why: firstLine(error) });
    for (const module of modules) {
      // A file that could not be loaded has no tests to fail.
      countErrors(counts, module.relativeModuleId, module.errors());
      for (const suite of module.children.allSuites())
        countErrors(counts, nameOf(module, suite), suite.errors());
      for (const test of module.children.allTests()) count(counts, module, test);
    }
    writeFileSync(process.env.PAIRWRIGHT_TEST_COUNTS, JSON.stringify(counts));
  }
}

function count(counts, module, test) {
  const { state, note, errors } = test.result();
  const name = nameOf(module, test);
  if (state === 'passed') counts.passed += 1;
  else if (state === 'failed') countErrors(counts, name, errors.slice(0, 1));
  else counts.skipped.push({ name, reason: note ?? null });
  const { flaky, retryCount } = test.diagnostic() ?? { flaky: false };
  if (flaky) counts.again.push({ name, tries: retryCount + 1 });
}

function countErrors(counts, name, errors) {
  counts.failed += errors.length;
  for (const error of errors) counts.failures.push({ name, why: firstLine(error) });
}

function nameOf(module, { fullName }) {
  return `${module.relativeModuleId} > ${fullName}`;
}

function firstLine({ message }) {
  return String(message).split('\n', 1)[0];
}
