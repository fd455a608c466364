import { expect, test } from 'vitest';
import { trusted } from './trusted-types.ts';

test.each([
  '/sw.js',
  '/assets/parse.worker-Ab3dE5gH.js',
  '/src/ui/markdown/parse.worker.ts?worker_file&type=module',
])('%s is a script of ours', (address) => expect(trusted.createScriptURL(address)).toBe(address));

test.each([
  'https://evil.example/sw.js',
  '//evil.example/assets/parse.worker-Ab3dE5gH.js',
  '/api/v1/projects/1/media/parse.worker',
  '/assets/main-Ab3dE5gH.js',
  'data:text/javascript,alert(1)#/x.worker.js',
  'blob:http://localhost:3000/x.worker.js',
  'javascript:alert(1)//x.worker.js',
])('%s is none', (address) => {
  expect(() => trusted.createScriptURL(address)).toThrow(TypeError);
});

test('of markup there are character references alone', () => {
  expect(trusted.createHTML('&amp;')).toBe('&amp;');
  for (const text of ['', '&amp', '&#60;', '&lt;img src=x onerror=alert(1)>', '<b>', `&${'a'.repeat(41)};`])
    expect(() => trusted.createHTML(text), text).toThrow(TypeError);
});
