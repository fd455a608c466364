import { describe, expect, it } from 'vitest';
import { submission } from '@pairwright/contract/judgment';
import { checkedForm } from '@pairwright/contract/question-form';
import { canonicalRanks, type CanonicalDetails, toCanonical } from '@pairwright/domain/judgment/canonical';
import { decideMain, judgmentFaults } from '@pairwright/domain/judgment/judge';
import { submissionOf } from './api-annotator.ts';
import { type StoredAnswer, storedOtherwise } from './check-answer.ts';
import { Dice } from './dice.ts';
import { type Given, type KindName, kindNames, kindOf, STEPS } from './kinds.ts';

const dice = new Dice(7, 'check');

const orders: Readonly<Record<number, readonly (readonly number[])[]>> = {
  1: [[0]],
  2: [
    [0, 1],
    [1, 0],
  ],
  4: [
    [0, 1, 2, 3],
    [2, 0, 3, 1],
  ],
};

const contentOf = (name: KindName): string =>
  name === 'steps' ? [`${STEPS[0]} 12`, ...STEPS.slice(1)].join('\n\n') : 'answer 12';

/** A judgment as the product stores it. */
function stored(name: KindName, given: Given, order: readonly number[]): StoredAnswer {
  const { form } = kindOf(name);
  const { answer, details = {}, rationale = null } = given;
  const main = decideMain(form.main, answer, order)!;
  const content = contentOf(name);
  return {
    outcome: main.outcome,
    position: main.position,
    strength: main.strength,
    ranks: answer.outcome === 'ranking' ? canonicalRanks(answer.ranks, order) : null,
    details: toCanonical({ form, answer, details, order, content }),
    rationale,
    presented_order: order,
    content,
  };
}

describe.each(kindNames)('%s', (name) => {
  const kind = kindOf(name);
  const given = (order: readonly number[]): Given =>
    kind.answer(
      { responses: order.map(() => ({ messages: [{ role: 'assistant', content: contentOf(name) }] })) },
      dice,
    );

  it('is a question that can be asked, with answers that it takes', () => {
    expect(checkedForm.safeParse(kind.form).error).toBeUndefined();
    for (const order of orders[kind.responses]!)
      for (let turn = 0; turn < 20; turn += 1) {
        const said = given(order);
        submission.parse(submissionOf(said));
        const { answer, details = {}, rationale = '' } = said;
        const texts = order.map(() => [contentOf(name)]);
        expect(judgmentFaults(kind.form, { answer, details, rationale }, texts)).toEqual([]);
      }
  });

  it('is told from what was sent, in whatever order it was shown', () => {
    for (const order of orders[kind.responses]!)
      for (let turn = 0; turn < 20; turn += 1) {
        const said = given(order);
        expect(storedOtherwise(stored(name, said, order), said)).toBeNull();
      }
  });

  it('is not told when another answer, or other words, are stored', () => {
    const [order] = orders[kind.responses]!;
    const said = given(order!);
    let other = given(order!);
    while (JSON.stringify(other) === JSON.stringify(said)) other = given(order!);
    expect(storedOtherwise(stored(name, other, order!), said)).not.toBeNull();
    const words = { ...stored(name, said, order!), rationale: 'something else' };
    expect(storedOtherwise(words, said)).not.toBeNull();
  });
});

it('sees sides that are turned round, and details that are lost', () => {
  const pair: Given = { answer: { outcome: 'scale', position: 1 } };
  expect(storedOtherwise({ ...stored('pair', pair, [0, 1]), presented_order: [1, 0] }, pair)).not.toBeNull();
  const marked = kindOf('marks').answer(
    { responses: [0, 1].map(() => ({ messages: [{ role: 'assistant', content: 'answer 12' }] })) },
    dice,
  );
  const whole = stored('marks', marked, [0, 1]);
  const lost = { ...(whole.details as CanonicalDetails), spans: [] };
  expect(storedOtherwise({ ...whole, details: lost }, marked)).not.toBeNull();
});
