import { expect, test } from 'vitest';
import { provenanceOf } from './readme.ts';

const readme = (front: string): string => `---\n${front}\n---\n# Data\n`;
const none = { source: null, licence: null };

test.each([
  ['one licence', 'license: mit\npretty_name: Helpful pairs', { source: 'Helpful pairs', licence: 'mit' }],
  ['several', 'license:\n- mit\n- cc-by-4.0', { source: null, licence: 'mit, cc-by-4.0' }],
  [
    'one that hubs do not know',
    'license: other\nlicense_name: lab-research-only',
    { source: null, licence: 'lab-research-only' },
  ],
  ['other without a name', 'license: other', { source: null, licence: 'other' }],
  ['unknown', 'license: unknown\npretty_name: 7', none],
  ['no text', 'license: {a: b}\npretty_name: ["x"]', none],
  ['a text that is longer than a name', `license: ${'x'.repeat(201)}`, none],
  ['nothing of it', 'tags:\n- x', none],
  ['front matter that is no YAML', ': [', none],
])('a README says of its rows: %s', (_, front, expected) => {
  expect(provenanceOf(readme(front))).toEqual(expected);
});

test('a README without front matter, and none at all, say nothing', () => {
  expect(provenanceOf('# license: mit')).toEqual(none);
  expect(provenanceOf(null)).toEqual(none);
});
