import { expect, test } from 'vitest';
import { decodeNamedCharacterReference } from './named-character.ts';

test.each([
  ['amp', '&'],
  ['lt', '<'],
  ['semi', ';'],
  ['nbsp', '\u00A0'],
  ['hellip', '…'],
  ['not', '¬'],
  ['notit', false],
  ['nothing', false],
  ['xyzzy', false],
])('&%s; means %j', (name, character) => {
  expect(decodeNamedCharacterReference(name)).toBe(character);
});
