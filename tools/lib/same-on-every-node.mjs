/**
 * Tests that .ci/run does not repeat on another Node, because it cannot make them come out otherwise: those that read files of
 * the repository, and those that give the same code, or the database, many values drawn at random. What that code does on the
 * other Node is shown by the tests beside them. A test that is neither is not put here because it is slow.
 */
export const sameOnEveryNode = [
  'tools/security/**', // the sources, the packages, and the pages as built
  'e2e/src/deploy/**', // the chart
  'apps/api/src/security/fuzz.db.test.ts', // every operation with requests drawn at random
  'packages/core/src/datasets/resolution.db.test.ts', // SQL against the rules, for votes drawn at random
  'packages/core/src/routing/active/draws.db.test.ts', // chances of draws in the database
  'packages/core/src/simulation/**', // crowds drawn at random
];

/** What to leave out of this run: all of them where PAIRWRIGHT_OTHER_NODE says that it repeats another one. */
export const leftOut = (env = process.env) => (env.PAIRWRIGHT_OTHER_NODE === '1' ? sameOnEveryNode : []);
