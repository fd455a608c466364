import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const spans = (page) =>
  new Set(
    readFileSync(path.join(import.meta.dirname, '../../docs', page), 'utf8')
      .replaceAll(/```[^]*?```/g, (block) => block.replaceAll(/ +#.*/g, '').replaceAll('\n', '`\n`'))
      .match(/`[^`\n]+`/g)
      .filter((span) => /^`-{0,2}[\w./:${]/.test(span)),
  );

test('both languages tell the same commands, options and values of the command line', () => {
  const [english, chinese] = ['cli.md', 'cli.zh-CN.md'].map(spans);
  expect(english.size).toBeGreaterThan(100);
  expect([...chinese].toSorted()).toEqual([...english].toSorted());
});
