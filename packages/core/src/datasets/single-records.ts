import type { StepLabel } from '@pairwright/contract/judgment';
import { leadingLabel } from '@pairwright/domain/resolution-single';
import { maskedParts, type Stretch } from '@pairwright/formats/masked-text';
import { sliceCodePoints } from '@pairwright/domain/judgment/code-points';
import type { RecordOf, RecordResponse } from '@pairwright/formats/out/record';
import { headOf, type RecordOrNot, type RecordWish, responseOf } from './record-parts.ts';
import type { StoredComparison, StoredJudgment, StoredRow } from './stored-comparison.ts';

type Step = RecordOf<'steps'>['steps'][number];

/** What was said of single responses: thumbs and steps by simple majority, ratings as means. */
export function singleRecords(comparison: StoredComparison, wish: RecordWish): RecordOrNot[] {
  if (wish.recipe.dropFlagged && comparison.flagged) return [];
  return [
    ...(wish.kinds.includes('label') ? thumbs(comparison, wish) : []),
    ...(wish.kinds.includes('steps') ? steps(comparison, wish) : []),
    ...(wish.kinds.includes('ratings') ? ratings(comparison, wish) : []),
  ];
}

/** The one response, null where there are more or its text is missing. */
function onlyResponse(comparison: StoredComparison): RecordResponse | null {
  const [id, more] = comparison.order;
  if (id === undefined || more !== undefined) return null;
  const text = comparison.responses.find((response) => response.id === id)?.messages;
  return text == null ? null : responseOf(comparison, id);
}

function single(comparison: StoredComparison, votes: number, agreement: number | null) {
  return { ...headOf(comparison), source: 'single' as const, votes, agreement };
}

function thumbs(comparison: StoredComparison, { recipe }: RecordWish): RecordOrNot[] {
  const response = onlyResponse(comparison);
  const up = comparison.judgments.filter(({ outcome }) => outcome === 'thumbs_up').length;
  const down = comparison.judgments.filter(({ outcome }) => outcome === 'thumbs_down').length;
  const votes = up + down;
  if (response === null || votes === 0) return [];
  if (votes < recipe.minJudgments) return [{ refused: 'too_few_judgments' }];
  if (up === down) return [{ refused: 'tie' }];
  const agreement = Math.max(up, down) / votes;
  return [
    {
      record: {
        ...single(comparison, votes, agreement),
        kind: 'label',
        id: comparison.id,
        response,
        good: up > down,
      },
    },
  ];
}

/** The steps of a response that are at these places of its last text, which may be masked since. */
function stepTexts(
  { responses }: StoredComparison,
  { id, messages }: RecordResponse,
  places: readonly Stretch[],
) {
  const text = messages.at(-1)?.content ?? '';
  const unmasked = responses.find((one) => one.id === id)?.unmasked?.at(-1)?.content ?? null;
  return unmasked === null
    ? places.map(({ start, end }) => sliceCodePoints(text, start, end))
    : maskedParts({ text: unmasked, masked: text }, places);
}

/** A stored row about one response, as far as it is of its kind. */
export function singleRecord(comparison: StoredComparison, { kind, detail, chosen }: StoredRow) {
  const response = responseOf(comparison, chosen);
  if (kind === 'label' && detail?.good !== undefined) return { kind, response, good: detail.good };
  if (kind === 'ratings' && detail?.ratings !== undefined)
    return {
      kind,
      response,
      ratings: detail.ratings.map(({ key, mean, lowest, highest }) => ({ key, mean, lowest, highest })),
    };
  if (kind !== 'steps' || detail?.steps === undefined) throw new Error(`a row of kind ${kind} tells nothing`);
  const texts = stepTexts(comparison, response, detail.steps);
  const steps = detail.steps.map(({ label }, index) => ({ text: texts[index] as string, label }));
  return { kind, response, steps };
}

type LabelledStep = NonNullable<StoredJudgment['steps']>[number];

function steps(comparison: StoredComparison, { recipe }: RecordWish): RecordOrNot[] {
  const response = onlyResponse(comparison);
  const told = comparison.judgments.flatMap(({ outcome, steps }) =>
    outcome === 'steps' && steps !== null ? [steps] : [],
  );
  if (response === null || told.length === 0) return [];
  if (told.length < recipe.minJudgments) return [{ refused: 'too_few_judgments' }];
  const places = [...new Map(told.flat().map((step) => [step.start, step])).values()].sort(
    (one, other) => one.start - other.start,
  );
  const texts = stepTexts(comparison, response, places);
  const made = places.map((step, index): Step | null => {
    const label = leader(told.flat(), step);
    return label === null ? null : { text: texts[index] as string, label };
  });
  if (made.includes(null)) return [{ refused: 'tie' }];
  return [
    {
      record: {
        ...single(comparison, told.length, null),
        kind: 'steps',
        id: comparison.id,
        response,
        steps: made.flatMap((step) => step ?? []),
      },
    },
  ];
}

/** The label that more judgments give a step than any other; null: none leads. */
function leader(all: readonly LabelledStep[], { start }: LabelledStep): StepLabel | null {
  const said = all.filter((step) => step.start === start).map(({ label }) => label);
  const votes = (label: StepLabel): number => said.filter((one) => one === label).length;
  return leadingLabel({
    right: votes('right'),
    wrong: votes('wrong'),
    neutral: votes('neutral'),
    alike: true,
  });
}

function ratings(comparison: StoredComparison, { recipe }: RecordWish): RecordOrNot[] {
  return comparison.order.flatMap((id, index): RecordOrNot[] => {
    const response = comparison.responses.find((one) => one.id === id);
    const given = comparison.judgments.filter((judgment) =>
      judgment.ratings.some((one) => one.response === index),
    );
    if (response?.messages == null || given.length === 0) return [];
    if (given.length < recipe.minJudgments) return [{ refused: 'too_few_judgments' }];
    return [
      {
        record: {
          ...single(comparison, given.length, null),
          kind: 'ratings',
          id: comparison.order.length === 1 ? comparison.id : `${comparison.id}-${index}`,
          response: responseOf(comparison, id),
          ratings: meansOf(given, index),
        },
      },
    ];
  });
}

/** Means by key, in the order in which they were first given. Nobody's answer is no number. */
function meansOf(given: readonly StoredJudgment[], index: number): RecordOf<'ratings'>['ratings'] {
  const values = new Map<string, { values: number[]; lowest: number; highest: number }>();
  for (const { ratings, scales } of given) {
    for (const { key, value } of ratings.filter(({ response }) => response === index)) {
      const scale = scales.find((one) => one.key === key);
      const known = values.get(key) ?? { values: [], lowest: scale?.min ?? 0, highest: scale?.max ?? 10 };
      known.values.push(value);
      values.set(key, known);
    }
  }
  return [...values].map(([key, { values, lowest, highest }]) => ({
    key,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    lowest,
    highest,
  }));
}
