import { expect, it } from 'vitest';
import { isEasyPassword } from './password-rules.ts';

const own = ['Olga Petrova', 'olga.p@example.org', 'olga.p'];

it.each([
  'password',
  'Password123!',
  'P@ssw0rd',
  'iloveyou',
  'qwertyuiop',
  '12345678',
  '987654321',
  'abcdefghij',
  'zzzzzzzzzzzz',
  'abcabcabcabc',
  'passwordpassword',
  'sunshine2024',
  '２０１３１４５２',
  'woaini1314',
  '5201314520',
  'mima123456',
  'qq123456789',
  '我爱你我爱你我爱你',
  '密码12345',
  'Olga Petrova',
  'olga.p2024',
  'pairwright!',
])('%s is easy', async (password) => {
  expect(await isEasyPassword(password, own)).toBe(true);
});

it.each([
  'a long enough password',
  'correct horse battery staple',
  'kvß-91 Tüte',
  '四川火锅很辣很好吃',
  'pairwright-demo',
  'tR5!nb0q',
  'olga likes long walks',
])('%s is not', async (password) => {
  expect(await isEasyPassword(password, own)).toBe(false);
});
