import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPersonalData, maskMessages, maskPersonalData, personalKindsOf } from './personal-data.ts';

const found = (text: string) =>
  findPersonalData(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

test.each([
  ['write to ann.lee+x@mail.example.co.uk.', ['email ann.lee+x@mail.example.co.uk']],
  ['邮箱：zhang_san@163.com，谢谢', ['email zhang_san@163.com']],
  ['手机13812345678，或+86 138-1234-5678', ['phone 13812345678', 'phone +86 138-1234-5678']],
  ['座机 010-62345678 或 0755 8234567', ['phone 010-62345678', 'phone 0755 8234567']],
  ['call (415) 555-0132 or +44 20 7946 0958', ['phone (415) 555-0132', 'phone +44 20 7946 0958']],
  ['身份证11010519491231002X。', ['identity 11010519491231002X']],
  ['HKID A123456(3), SSN 123-45-6789', ['identity A123456(3)', 'identity 123-45-6789']],
  ['card 4111 1111 1111 1111', ['card 4111 1111 1111 1111']],
  [`key sk-proj-${'a1B2'.repeat(8)} end`, [`key sk-proj-${'a1B2'.repeat(8)}`]],
  ['AKIAIOSFODNN7EXAMPLE', ['key AKIAIOSFODNN7EXAMPLE']],
  ['-----BEGIN RSA PRIVATE KEY-----', ['key -----BEGIN RSA PRIVATE KEY-----']],
])('%s', (text, wanted) => {
  expect(found(text)).toEqual(wanted);
});

test.each([
  'pi is 3.14159265358979 and 2 + 2 = 4',
  'the year 2024-01-02 at 10:11:12',
  '身份证110105194912310021', // a wrong check digit
  '4111 1111 1111 1112', // fails Luhn
  '0000 0000 0000 0000',
  'a@b, user@localhost, @name',
  'order 20240102123456 and 12345678901',
  'sk-short',
])('nothing in: %s', (text) => {
  expect(found(text)).toEqual([]);
});

test('masking replaces what is found and nothing else; the masked text has none', () => {
  const text = 'a@b.cn\n13812345678 \u{1F600} 11010519491231002X';
  expect(maskPersonalData(text)).toBe('[EMAIL]\n[PHONE] \u{1F600} [IDENTITY]');
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a@b.cn', '13812345678', '中文', ' ', 'x', '\n', '😀')), (parts) => {
      const masked = maskPersonalData(parts.join(' '));
      expect(findPersonalData(masked)).toEqual([]);
      expect(maskPersonalData(masked)).toBe(masked);
    }),
  );
});

test('messages keep everything but what is masked', () => {
  const messages = [
    { role: 'user' as const, content: 'a@b.cn', name: 'n' },
    { role: 'assistant' as const, content: null, tool_calls: [{ id: 'a@b.cn' }] },
  ];
  expect(personalKindsOf(messages)).toEqual(['email']);
  expect(maskMessages(messages)).toEqual([{ role: 'user', content: '[EMAIL]', name: 'n' }, messages[1]]);
});

test('long texts of nothing but beginnings come to an end', () => {
  for (const part of ['a.', 'sk-', 'eyJ', '+1 ', 'a@', '(123) '])
    expect(findPersonalData(part.repeat(100_000)).length, part).toBeLessThan(100_000);
});

test('arguments of tool calls are looked at and stay JSON, names are not', () => {
  const call = (args: unknown) => ({
    id: 'a@b.cn',
    type: 'function',
    function: { name: 'mail', arguments: args },
  });
  const message = (...calls: unknown[]) => ({ role: 'assistant' as const, content: null, tool_calls: calls });
  const given = [
    message(
      call('{"to": ["a@b.cn"], "phone": 13812345678}'),
      call('{"to":  "nobody", "times": 3}'),
      call({ to: 'a@b.cn', name: 'x@y.cn' }),
      call('{"to":  "a@b.cn", "id": 9007199254740993}'),
      call('{"to": "a\\u0040b.cn"}'),
      call('write to a@b.cn'),
      { id: 'a@b.cn', name: 'mail', input: { to: 'a@b.cn' } },
    ),
  ];
  expect(personalKindsOf(given)).toEqual(['email', 'phone']);
  expect(maskMessages(given)).toEqual([
    message(
      call('{"to":["[EMAIL]"],"phone":"[PHONE]"}'),
      call('{"to":  "nobody", "times": 3}'),
      call({ to: '[EMAIL]', name: '[EMAIL]' }),
      call('{"to":  "[EMAIL]", "id": 9007199254740993}'),
      call('{"to":"[EMAIL]"}'),
      call('write to [EMAIL]'),
      { id: 'a@b.cn', name: 'mail', input: { to: '[EMAIL]' } },
    ),
  ]);
  const plain = [message(call('{"to":  "nobody"}'))];
  expect([personalKindsOf(plain), maskMessages(plain)]).toEqual([[], plain]);
});
