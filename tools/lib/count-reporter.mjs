import { writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const longest = 600;

/**
 * A vitest reporter that writes the real counts to the file named by PAIRWRIGHT_TEST_COUNTS, for tools/test.mjs.
 * @public
 */
export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, passedIn: {}, failed: 0, failures: [], again: [], skipped: [] };
    countErrors(counts, { name: 'outside any test', file: null, mayStartAfresh: false }, unhandledErrors);
    for (const module of modules) {
      // A file that could not be loaded has no tests to fail.
      countErrors(counts, { ...placeOf(module), name: module.relativeModuleId }, module.errors());
      for (const suite of module.children.allSuites())
        countErrors(counts, placeOf(module, suite), suite.errors());
      for (const test of module.children.allTests()) count(counts, module, test);
    }
    writeFileSync(process.env.PAIRWRIGHT_TEST_COUNTS, JSON.stringify(counts));
  }
}

function count(counts, module, test) {
  const { state, note, errors } = test.result();
  const place = placeOf(module, test);
  if (state === 'passed') {
    counts.passed += 1;
    counts.passedIn[place.file] = (counts.passedIn[place.file] ?? 0) + 1;
  } else if (state === 'failed') countErrors(counts, place, errors.slice(0, 1));
  else counts.skipped.push({ name: place.name, file: place.file, reason: note ?? null });
  const { flaky, retryCount } = test.diagnostic() ?? { flaky: false };
  if (flaky) {
    // Vitest keeps what the tries before threw.
    const why = reasonOf(errors?.[0] ?? { message: 'no reason was kept' });
    counts.again.push({ name: place.name, file: place.file, when: `try ${retryCount + 1}`, why });
  }
}

function countErrors(counts, place, errors) {
  counts.failed += errors.length;
  for (const error of errors) counts.failures.push({ ...place, why: reasonOf(error) });
}

/** Only what may be tried again at all may be tried again from a fresh start. */
function placeOf(module, entity) {
  const { retry } = (entity ?? module).options ?? {};
  const mayStartAfresh = module.project.name === 'e2e' && retry !== 0;
  const file = module.relativeModuleId;
  return { name: `${file} > ${entity?.fullName}`, file, mayStartAfresh };
}

/** The first line of the message, and where it only says how many there were, what was there as far as a line holds it. */
function reasonOf({ message, diff }) {
  const [first] = String(message).split('\n', 1);
  const found = stripVTControlCharacters(String(diff ?? ''))
    .split('\n')
    .filter((line) => line.startsWith('+ ') && !line.startsWith('+ Received'))
    .map((line) => line.slice(1).trim());
  return found.length === 0 ? first : `${first} -- ${found.join(' ')}`.slice(0, longest);
}
