// The direction of imports. What is not listed for a part is forbidden to it.
const mayImport = {
  'packages/domain': ['packages/contract', 'packages/stats'],
  'packages/contract': [],
  'packages/runtime': [],
  'packages/stats': [],
  'packages/formats': ['packages/contract', 'packages/domain'],
  'packages/db': ['packages/runtime'],
  'packages/queue': ['packages/contract', 'packages/runtime'],
  'packages/local-postgres': ['packages/runtime'],
  'packages/core': [
    'packages/contract',
    'packages/domain',
    'packages/stats',
    'packages/formats',
    'packages/db',
    'packages/queue',
    'packages/runtime',
    'packages/stats',
  ],
  'packages/demo': [
    'packages/contract',
    'packages/core',
    'packages/db',
    'packages/formats',
    'packages/runtime',
  ],
  'apps/web': ['packages/contract', 'packages/domain', 'packages/formats'],
  'apps/cli': ['packages/contract', 'packages/domain', 'packages/formats'],
  'apps/api': [
    'packages/core',
    'packages/contract',
    'packages/domain',
    'packages/formats',
    'packages/db',
    'packages/queue',
    'packages/runtime',
  ],
  'apps/worker': [
    'packages/core',
    'packages/contract',
    'packages/domain',
    'packages/formats',
    'packages/db',
    'packages/queue',
    'packages/runtime',
  ],
  'apps/migrate': ['packages/core', 'packages/db', 'packages/runtime'],
  'apps/operate': [
    'packages/contract',
    'packages/core',
    'packages/db',
    'packages/domain',
    'packages/local-postgres',
    'packages/queue',
    'packages/runtime',
  ],
  'apps/simulate': [
    'packages/core',
    'packages/db',
    'packages/local-postgres',
    'packages/queue',
    'packages/runtime',
  ],
  'apps/local': [
    'packages/contract',
    'packages/core',
    'packages/db',
    'packages/demo',
    'packages/local-postgres',
    'packages/queue',
    'packages/runtime',
  ],
};

// Tests and what only tests use: *.test.ts, *.e2e.ts, *.fixture.ts, test-*.ts, fixtures/.
const tests = '([.](test|e2e|fixture)[.]tsx?$|/test-[^/]+[.]tsx?$|/fixtures/)';
const own = '^(packages|apps|e2e|bench)/';

const arrows = Object.entries(mayImport).map(([part, allowed]) => ({
  name: `arrows-of-${part.replace('/', '-')}`,
  comment: `${part} may import only: ${allowed.join(', ') || 'nothing of ours'}.`,
  severity: 'error',
  from: { path: `^${part}/`, pathNot: tests },
  to: { path: own, pathNot: `^(${[part, ...allowed].join('|')})/` },
}));

// Tests may go one floor deeper than their subject, never into another program.
const testArrows = Object.keys(mayImport).map((part) => ({
  name: `tests-of-${part.replace('/', '-')}`,
  severity: 'error',
  from: { path: `^${part}/.*${tests}` },
  to: { path: '^(apps|e2e|bench)/', pathNot: `^${part}/` },
}));

module.exports = {
  forbidden: [
    ...arrows,
    ...testArrows,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'mdast is types alone (@types/mdast); tsc checks those imports.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^mdast$' },
    },
    {
      name: 'contract-needs-zod-only',
      severity: 'error',
      from: { path: '^packages/contract/', pathNot: tests },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'domain-needs-nothing',
      severity: 'error',
      from: { path: '^packages/domain/', pathNot: tests },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    },
    {
      name: 'formats-run-in-browsers',
      severity: 'error',
      from: { path: '^packages/formats/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'testkit-for-tests-only',
      severity: 'error',
      from: { path: own, pathNot: `${tests}|^packages/testkit/|^e2e/` },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'only-db-and-core-speak-sql',
      severity: 'error',
      from: { path: own, pathNot: `${tests}|^packages/(db|core|demo|testkit)/|^bench/` },
      to: { path: 'node_modules/kysely/' },
    },
    {
      name: 'only-queue-knows-bullmq',
      severity: 'error',
      from: { path: own, pathNot: `${tests}|^packages/queue/` },
      to: { path: 'node_modules/bullmq/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
