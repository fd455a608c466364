import { expect, test } from 'vitest';
import type { MyJudgment } from '@pairwright/contract/annotate';
import { misfits, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { richForm } from '../support/rich-form.ts';
import { becomeOwner, callAs, makeProject } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

onStage({ demo: false });

const owner = { email: 'olga@example.org', password: 'a long enough secret' };
const why = 'B invents the number of moons; A 是对的。';

test('a judgment of many parts by keyboard alone: drafts survive, nothing is given half, every field arrives', async () => {
  const visitor = await visit(browser, product);
  const { page, words } = visitor;
  await becomeOwner(visitor, product);
  const { projectId } = await makeProject(visitor, product, {
    name: 'Safety and help',
    question: {
      text: { en: 'Which answer is better overall?', 'zh-CN': '总体上哪个更好？' },
      form: richForm,
    },
    rows: [1, 2].map((n) => ({
      prompt_id: `p${n}`,
      messages: [{ role: 'user', content: `How many moons has planet ${n}?` }],
      responses: [
        { model: 'm1', content: `${n}, as far as we know.` },
        { model: 'm2', content: 'One hundred.' },
      ],
    })),
  });
  const bench = new Workbench(visitor);
  await page.goto(`/annotate/${projectId}`);
  const assignmentId = await bench.ready();
  await page.getByRole('heading', { name: words('labeling-parts.title') }).waitFor();
  const rationale = page.getByRole('textbox', { name: words('labeling-parts.rationale') });
  expect(await rationale.isDisabled(), 'no words before the choice').toBe(true);

  // The overall vote only selects, and giving says what is missing and leads there.
  await page.keyboard.press('2');
  await checked(visitor, 'Which answer is better overall?', words('labeling.a_slightly'));
  await page.keyboard.press('Enter');
  const alert = page.getByRole('alert');
  await alert.filter({ hasText: 'Helpful' }).waitFor();
  expect(await bench.current()).toBe(assignmentId);
  await press(visitor, '3', 'ArrowDown', '0', 'ArrowDown', '4', 'ArrowDown', '1', 'ArrowDown', '7');
  await checked(visitor, 'Helpful', words('labeling.a_slightly'));

  // Flags of answer A are folded; then down to the fifth and its gravest degree. One too many is undone.
  await press(visitor, 'ArrowDown', 'ArrowDown', 'Enter');
  await press(visitor, ...Array.from({ length: 5 }, () => 'ArrowDown'), '3');
  await press(visitor, 'ArrowDown', '1');
  await checked(visitor, 'Economic crime, Answer A', 'Minor');
  await page.keyboard.press('u');
  await checked(visitor, 'Economic crime, Answer A', words('labeling-parts.flag_no'));
  await checked(visitor, 'Privacy violation, Answer A', 'Severe');

  // On another device the draft is there.
  await page.getByText(words('labeling-parts.draft_saved')).waitFor();
  const elsewhere = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 360 });
  await signIn(elsewhere, owner);
  await elsewhere.page.goto(`/annotate/${projectId}`);
  await checked(elsewhere, '有帮助', elsewhere.words('labeling.a_slightly'));
  expect(await violations(elsewhere.page, 'parts, zh, dark, narrow')).toEqual([]);
  await elsewhere.context.close();

  // Down past the other flags to safety, reasons and words; then the page is reloaded in the middle of a sentence.
  await press(visitor, ...Array.from({ length: 6 }, () => 'ArrowDown'), '1');
  await press(visitor, 'ArrowDown', '1', '3', 'ArrowDown');
  await page.keyboard.insertText(why.slice(0, 12));
  await page.reload();
  await bench.ready();
  await checked(visitor, words('labeling-parts.safety'), words('labeling-parts.safe_only_a'));
  await checked(visitor, 'Privacy violation, Answer A', 'Severe');
  expect(await rationale.inputValue()).toBe(why.slice(0, 12));
  expect(await violations(page, 'parts')).toEqual([]);
  expect(await misfits(page, 'parts')).toEqual([]);

  // Too short: not given. Then the rest, and Ctrl+Enter out of the field gives it all.
  await page.keyboard.press('c');
  await expect.poll(async () => rationale.evaluate((field) => field === document.activeElement)).toBe(true);
  await press(visitor, 'Control+Enter');
  await alert.filter({ hasText: words('labeling-parts.rationale') }).waitFor();
  expect(bench.told).toEqual([]);
  await page.keyboard.press('End');
  await page.keyboard.insertText(why.slice(12));
  await press(visitor, 'Control+Enter');
  await bench.synced(1);
  expect(await bench.ready()).not.toBe(assignmentId);

  const given = {
    answer: { outcome: 'scale', position: 2 },
    details: {
      criteria: [
        { key: 'helpful', position: 3 },
        { key: 'harmless', position: null },
      ],
      ratings: [
        { key: 'correct', place: 0, value: 4 },
        { key: 'correct', place: 1, value: 1 },
        { key: 'quality', place: 0, value: 7 },
      ],
      flags: [{ key: 'privacy', place: 0, severity: 3 }],
      safe: [true, false],
      reasons: ['factual', 'style'],
      spans: [],
      rewrite: null,
    },
    rationale: why,
  };
  expect((await mine(visitor, projectId, assignmentId)).judgment).toMatchObject(given);

  // Undo brings it back as it was entered; one part is changed and it is given again.
  await page.keyboard.press('u');
  await checked(visitor, words('labeling-parts.safety'), words('labeling-parts.safe_only_a'));
  expect(await bench.ready()).toBe(assignmentId);
  expect(await rationale.inputValue()).toBe(why);
  await press(visitor, 'ArrowDown', '4', 'Enter');
  await bench.synced(3);
  const criteria = [{ key: 'helpful', position: 4 }, given.details.criteria[1]];
  const last = await mine(visitor, projectId, assignmentId);
  expect(last.judgment).toMatchObject({ ...given, details: { ...given.details, criteria } });
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});

async function press({ page }: Visitor, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Waits until an answer of a group is picked. */
async function checked({ page }: Visitor, group: string, answer: string): Promise<void> {
  const radio = page
    .getByRole('radiogroup', { name: group, exact: true })
    .getByRole('radio', { name: answer, exact: true, checked: true });
  await radio.waitFor({ state: 'attached' });
}

function mine(
  visitor: Visitor,
  projectId: string,
  assignmentId: string,
): Promise<{ judgment: MyJudgment | null }> {
  const path = `/projects/${projectId}/assignments/${assignmentId}`;
  return callAs<{ judgment: MyJudgment | null }>(visitor, product, { method: 'GET', path });
}
