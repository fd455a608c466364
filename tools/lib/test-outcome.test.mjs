import { describe, expect, test } from 'vitest';
import { closingLine, filesToStartAfresh, judge, needsBuild, withFreshStart } from './test-outcome.mjs';

const counts = (more) => ({ passed: 3, failed: 0, failures: [], again: [], skipped: [], ...more });

describe('judge', () => {
  test('counts and succeeds', () => {
    const outcome = judge({ code: 0, counts: counts() }, []);
    expect(outcome).toMatchObject({ exitCode: 0, notes: [] });
    expect(closingLine(outcome)).toBe('3 passed, 0 failed');
  });

  test('fails with the tests', () => {
    expect(judge({ code: 1, counts: counts({ failed: 2 }) }, [])).toMatchObject({ failed: 2, exitCode: 1 });
  });

  test('names what failed, and what passed only when it was tried again', () => {
    const failures = [{ name: 'a.test.ts > b', why: 'expected 1 to be 2' }];
    const again = [{ name: 'c.e2e.ts > d', when: 'try 2', why: 'nothing came' }];
    expect(judge({ code: 1, counts: counts({ failed: 1, failures, again }) }, []).notes).toEqual([
      'failed: a.test.ts > b: expected 1 to be 2',
      'passed only at try 2: c.e2e.ts > d: nothing came',
    ]);
  });

  test('a crash, a failed teardown and an empty run are failures', () => {
    expect(judge({ code: 134, counts: undefined }, [])).toMatchObject({ failed: 1, exitCode: 1 });
    expect(judge({ code: 1, counts: counts() }, [])).toMatchObject({ failed: 1, exitCode: 1 });
    expect(judge({ code: 0, counts: counts({ passed: 0 }) }, [])).toMatchObject({
      failed: 0,
      exitCode: 1,
      notes: ['No test ran.'],
    });
  });

  test('every skip is printed with its reason, and needs one', () => {
    const good = judge(
      { code: 0, counts: counts({ skipped: [{ name: 'a > b', reason: 'no Redis here' }] }) },
      [],
    );
    expect(good).toMatchObject({ exitCode: 0, notes: ['skipped: a > b (no Redis here)'] });
    expect(closingLine(good)).toBe('3 passed, 0 failed, 1 skipped');
    expect(
      judge({ code: 0, counts: counts({ skipped: [{ name: 'a > b', reason: null }] }) }, []).exitCode,
    ).toBe(1);
  });

  test('tests left out by a name filter are not skips', () => {
    expect(
      judge({ code: 0, counts: counts({ skipped: [{ name: 'a', reason: null }] }) }, ['-t', 'x']),
    ).toMatchObject({ skipped: 0, exitCode: 0 });
  });
});

describe('a fresh start', () => {
  const failure = (file, more) => ({ file, name: `${file} > a`, why: 'late', mayStartAfresh: true, ...more });
  const of = (...failures) => counts({ failed: failures.length, failures });

  test('is for few files, and for none where something else failed', () => {
    expect(filesToStartAfresh(of(failure('a'), failure('a'), failure('b')))).toEqual(['a', 'b']);
    expect(filesToStartAfresh(of(failure('a'), failure('b', { mayStartAfresh: false })))).toEqual([]);
    expect(filesToStartAfresh(of(...['a', 'b', 'c', 'd'].map((file) => failure(file))))).toEqual([]);
    expect(filesToStartAfresh(counts())).toEqual([]);
    expect(filesToStartAfresh(undefined)).toEqual([]);
  });

  test('counts in place of the first run of its files, and says what it mended', () => {
    const first = {
      code: 1,
      counts: counts({ passed: 9, passedIn: { a: 2, b: 7 }, failed: 1, failures: [failure('a')] }),
    };
    const mended = withFreshStart(first, { code: 0, counts: counts({ passed: 3 }) }, ['a']);
    expect(judge(mended, [])).toMatchObject({
      passed: 10,
      failed: 0,
      exitCode: 0,
      notes: ['passed only at a fresh start: a > a: late'],
    });
    const failedAgain = { code: 1, counts: counts({ passed: 2, failed: 1, failures: [failure('a')] }) };
    expect(judge(withFreshStart(first, failedAgain, ['a']), [])).toMatchObject({
      passed: 9,
      failed: 1,
      exitCode: 1,
    });
    expect(judge(withFreshStart(first, { code: 134, counts: undefined }, ['a']), [])).toMatchObject({
      exitCode: 1,
    });
  });
});

test.each([
  [[], true],
  [['packages/formats'], false],
  [['e2e'], true],
  [['apps/local', 'packages/db'], true],
  [['--project', 'unit'], false],
  [['--project=e2e'], true],
  [['-t', 'words'], true],
])('%j needs a build: %s', (args, needed) => {
  expect(needsBuild(args)).toBe(needed);
});
