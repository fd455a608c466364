const byName = /^(?:-t|--testNamePattern)(?:=|$)/;

/** Whether the chosen tests run built programs. Without a choice of files all tests run. */
export function needsBuild(args) {
  const files = args.filter(
    (arg) => !arg.startsWith('-') && /[/.]|^(?:e2e|apps|packages|tools|bench)$/.test(arg),
  );
  const projects = args
    .filter((arg, index) => arg.startsWith('--project=') || args[index - 1] === '--project')
    .map((arg) => arg.replace('--project=', ''));
  if (projects.length > 0 && !projects.includes('e2e')) return false;
  return files.length === 0 || files.some((file) => /^(?:\.\/)?(?:e2e|apps|bench)\b/.test(file));
}

/**
 * What a run amounts to: { passed, failed, skipped, notes, exitCode }. Whatever vitest's exit code says, a run that
 * crashed, ran nothing, or skipped a test without a reason is no success.
 */
export function judge({ code, counts }, args) {
  if (counts === undefined) {
    return {
      passed: 0,
      failed: 1,
      skipped: 0,
      notes: [`vitest ended with code ${code} before it could report.`],
      exitCode: 1,
    };
  }
  // Tests left out by a name filter were not asked for.
  const skips = args.some((arg) => byName.test(arg)) ? [] : counts.skipped;
  const notes = [
    ...counts.failures.map(({ name, why }) => `failed: ${name}: ${why}`),
    ...counts.again.map(({ name, when, why }) => `passed only at ${when}: ${name}: ${why}`),
    ...skips.map(({ name, reason }) => `skipped: ${name} (${reason ?? 'NO REASON GIVEN'})`),
  ];
  const silent = skips.filter(({ reason }) => reason === null).length;
  if (silent > 0) notes.push(`${silent} skipped without a reason. Give one: context.skip('why').`);
  let { failed } = counts;
  if (code !== 0 && failed === 0 && counts.passed > 0) {
    failed = 1;
    notes.push(`vitest ended with code ${code} although every test passed; see above.`);
  }
  if (counts.passed + failed === 0) notes.push('No test ran.');
  const good = code === 0 && failed === 0 && silent === 0 && counts.passed > 0;
  return { passed: counts.passed, failed, skipped: skips.length, notes, exitCode: good ? 0 : 1 };
}

/** So many files at most are started afresh: where more fail, it is no stall. */
const fewFiles = 3;

/** The files to run once more from a fresh start; none where something failed that has to pass at once. */
export function filesToStartAfresh(counts) {
  const failures = counts?.failures ?? [];
  const files = [...new Set(failures.map(({ file }) => file))];
  return failures.every(({ mayStartAfresh }) => mayStartAfresh) && files.length <= fewFiles ? files : [];
}

/** What a run amounts to when these files were run once more: their second run counts, and what it mended is told. */
export function withFreshStart(first, second, files) {
  if (second.counts === undefined) return second;
  const elsewhere = (list) => list.filter(({ file }) => !files.includes(file));
  const failedAgain = new Set(second.counts.failures.map(({ name }) => name));
  const mended = first.counts.failures.filter(({ name }) => !failedAgain.has(name));
  const passedBefore = files.reduce((sum, file) => sum + (first.counts.passedIn[file] ?? 0), 0);
  return {
    code: second.code,
    counts: {
      ...second.counts,
      passed: first.counts.passed - passedBefore + second.counts.passed,
      again: [
        ...elsewhere(first.counts.again),
        ...mended.map(({ name, file, why }) => ({ name, file, why, when: 'a fresh start' })),
        ...second.counts.again,
      ],
      skipped: [...elsewhere(first.counts.skipped), ...second.counts.skipped],
    },
  };
}

/** The last line of a run: "12 passed, 0 failed". */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
