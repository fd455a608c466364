import { writeFileSync } from 'node:fs';

/**
 * A vitest reporter that writes the real counts to the file named by PAIRWRIGHT_TEST_COUNTS, for tools/test.mjs.
 * @public
 */
export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) {
      // A file that could not be loaded has no tests to fail.
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
      for (const test of module.children.allTests()) count(counts, module, test);
    }
    writeFileSync(process.env.PAIRWRIGHT_TEST_COUNTS, JSON.stringify(counts));
  }
}

function count(counts, module, test) {
  const { state, note } = test.result();
  if (state === 'passed') counts.passed += 1;
  else if (state === 'failed') counts.failed += 1;
  else counts.skipped.push({ name: `${module.relativeModuleId} > ${test.fullName}`, reason: note ?? null });
}
