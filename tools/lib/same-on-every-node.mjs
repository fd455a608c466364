/**
 * Tests that .ci/run does not repeat on another Node, because it cannot make them come out otherwise:
 * - what reads files of the repository;
 * - what gives the same code, or the database, many values drawn at random;
 * - what the database works out: its functions and rules are SQL, and what calls them is arithmetic and plain objects;
 * - who may do what: rules in plain objects, asked of every operation without a socket between;
 * - what is arithmetic alone.
 * What touches Node itself is repeated: streams, compression, hashes, threads, processes, files, sockets, the driver of the
 * database, the queue, api, worker and command line, and whatever reads or writes a file format. So a test of one of these
 * folders that opens a file, a stream or a socket does not belong here. How long a test takes is no reason.
 */
export const sameOnEveryNode = [
  'tools/security/**', // the sources, the packages, and the pages as built
  'e2e/src/deploy/**', // the chart
  'packages/stats/src/**', // arithmetic
  'apps/api/src/access-matrix.db.test.ts', // every operation for every role and scope
  'apps/api/src/security/foreign-ids.db.test.ts', // ids of others, in every place that takes one
  'apps/api/src/security/fuzz.db.test.ts', // every operation with requests drawn at random
  'apps/api/src/security/later-access.db.test.ts', // operations whose use case decides, for everybody
  'apps/api/src/security/strict-bodies.db.test.ts', // a field too many, in every body
  'packages/core/src/annotate/**', // claims, votes, skips and leases in SQL
  'packages/core/src/dataset-health/**', // sums and shares of frozen rows
  'packages/core/src/datasets/freeze-cancel.db.test.ts', // what a cancelled freeze leaves in the tables
  'packages/core/src/datasets/resolution.db.test.ts', // SQL against the rules, for votes drawn at random
  'packages/core/src/resolutions/**', // resolving in SQL
  'packages/core/src/review/exclusions.db.test.ts', // what an exclusion changes in the tables
  'packages/core/src/routing/**', // order, limits, gold and chances of draws in the database
  'packages/core/src/simulation/**', // crowds drawn at random
  'packages/core/src/statistics/**', // sums by day, agreement and quality of votes
  'packages/core/src/system/upgrade.db.test.ts', // migrations over filled tables
  'packages/core/src/system/migrate-under-load.db.test.ts', // locks of migrations
  'packages/core/src/working-life/**', // quotas and notices in SQL
  'packages/demo/src/agreement.db.test.ts', // figures of the demo's votes
  'packages/demo/src/annotators.db.test.ts',
  'packages/demo/src/statistics.db.test.ts',
];

const repeats = (env) => env.PAIRWRIGHT_OTHER_NODE === '1';

/** What to leave out of this run: all of them where PAIRWRIGHT_OTHER_NODE says that it repeats another one. */
export const leftOut = (env = process.env) => (repeats(env) ? sameOnEveryNode : []);

/** Journeys of this run: where it repeats another one, those of starting and serving the product, without a browser. */
export const journeys = (env = process.env) =>
  repeats(env) ? ['e2e/src/start/*.e2e.ts', 'e2e/src/compose/*.e2e.ts'] : ['e2e/**/*.e2e.ts'];
