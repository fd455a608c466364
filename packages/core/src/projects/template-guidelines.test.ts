import { projectTemplate } from '@pairwright/contract/projects';
import { expect, test } from 'vitest';
import { guidelinesOf } from './template-guidelines.ts';

test.each(projectTemplate.options)('%s has short guidelines of its own in both languages', (template) => {
  const { en, 'zh-CN': chinese } = guidelinesOf(template);
  for (const text of [en, chinese]) {
    expect(text).toMatch(/^# .+\n/);
    expect(text.match(/^## .+$/gm)).toHaveLength(1);
    expect(text.length).toBeLessThan(2500);
  }
  expect(en).not.toMatch(/\p{Script=Han}/u);
  expect(chinese).toMatch(/\p{Script=Han}/u);
  const others = projectTemplate.options.filter((other) => other !== template);
  expect(others.map((other) => guidelinesOf(other).en)).not.toContain(en);
});
