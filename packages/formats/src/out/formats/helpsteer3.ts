import { messages, texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json } from '../json.ts';
import type { RecordOf } from '../record.ts';
import { Refused, refuseIf } from '../refused.ts';
import { sidesOf } from '../sides.ts';
import { answerText, promptMessages } from '../turns.ts';

type Preference = RecordOf<'preference'>;

/** Pairs as in HelpSteer3: strengths of -3 to 3, negative = `response1`, of all and of each who judged. */
export const helpsteer3 = defineFormat({
  name: 'helpsteer3',
  trainer: 'nemo',
  // Its reader makes a pair of two equal answers of a tie.
  kinds: ['preference'],
  opinions: true,
  rationales: true,
  beside: false,
  margin: false,
  templates: [],
  shape: 'lines',
  columns: [
    { name: 'context', type: messages },
    ...texts('response1', 'response2'),
    { name: 'overall_preference', type: 'double' },
    {
      name: 'individual_preference',
      type: {
        list: {
          struct: [
            { name: 'score', type: 'double' },
            { name: 'reasoning', type: 'string', nullable: true },
          ],
        },
      },
    },
  ],
  rows: (record) => {
    const { first, second, sign } = sidesOf(record);
    return [
      [
        ['context', json.messages(promptMessages(record))],
        ['response1', json.text(answerText(first))],
        ['response2', json.text(answerText(second))],
        ['overall_preference', json.float(-strengthOf(record) * sign)],
        ['individual_preference', json.list(scored(record).map((one) => individual(one, sign)))],
      ],
    ];
  },
});

interface Scored {
  readonly strength: number;
  readonly rationale: string | null;
}

/** The judgments that are on the scale; to call both bad or to abstain is no place on it. */
function scored({ opinions }: Preference): Scored[] {
  // A side without its strength has a place on it that nobody knows.
  refuseIf(
    opinions.some(({ sideOnly }) => sideOnly === true),
    'no_strength',
  );
  return opinions.flatMap(({ outcome, strength, rationale }) => {
    if (outcome === 'tie') return [{ strength: 0, rationale }];
    return outcome === 'preference' && strength !== null ? [{ strength, rationale }] : [];
  });
}

/** How strongly the chosen response is preferred, above 0: what is stored of it, or the margin where it is that, or else the mean of the judgments. */
function strengthOf(record: Preference): number {
  const given = scored(record);
  const mean = -given.reduce((sum, { strength }) => sum + strength, 0) / Math.max(1, given.length);
  const margin = record.otherMargin === true ? null : record.margin;
  const strength = record.strength ?? margin ?? mean;
  if (!(strength > 0)) throw new Refused('no_strength');
  refuseIf(strength > 3, 'no_strength');
  return strength;
}

function individual({ strength, rationale }: Scored, sign: 1 | -1): string {
  return json.object([
    // No -0: it is read back as another number.
    ['score', json.float(strength === 0 ? 0 : strength * sign)],
    ['reasoning', json.nullableText(rationale)],
  ]);
}
