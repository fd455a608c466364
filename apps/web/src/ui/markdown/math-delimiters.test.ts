import { expect, test } from 'vitest';
import { hasMath, unifyMath } from './math-delimiters.ts';

test('formulas in every notation of models are found', () => {
  expect(unifyMath(String.raw`so \(a^2\) holds`)).toBe('so $$a^2$$ holds');
  expect(unifyMath(String.raw`then \[ \frac{1}{2} \] holds`)).toBe('then \n$$\n\\frac{1}{2}\n$$\n holds');
  expect(unifyMath('Euler: $e^{i\\pi}+1=0$.')).toBe('Euler: $$e^{i\\pi}+1=0$$.');
  expect(unifyMath('$$\nx\n$$')).toBe('$$\nx\n$$');
  expect(hasMath('an equation $x$ here')).toBe(true);
});

test('money is no formula', () => {
  for (const text of ['It costs $5 and $10.', 'from $5-$10 a day', 'US$5 to US$9', 'a \\$5 note and $ 6 $']) {
    expect(hasMath(text), text).toBe(false);
    expect(unifyMath(text)).toBe(text);
  }
});

test('code keeps its dollars', () => {
  for (const text of ['`$HOME$`', '```sh\necho $A$ \\(x\\)\n```\n', '~~~\n$x$\n~~~', '``a ` $x$``']) {
    expect(hasMath(text), text).toBe(false);
    expect(unifyMath(text)).toBe(text);
  }
  expect(unifyMath('`$a$` and $b$')).toBe('`$a$` and $$b$$');
});

test('long text without an end does not hang', () => {
  const text = `${'\\( a '.repeat(4000)}${'$x '.repeat(4000)}`;
  expect(hasMath(text)).toBe(false);
});
