import { kindOf, type KindName, STEPS } from '../chaos/kinds.ts';

/** What a file is of; by default pairs without anything else. */
export interface Rows {
  /** Each begins with it. */
  readonly word: string;
  readonly kind?: KindName;
  /** Of each text, besides a few words. */
  readonly letters?: number;
  /** Of before, on each comparison. */
  readonly votes?: number;
}

/** A file of so many rows. */
export function fileOf({ word, kind = 'pair', letters = 0, votes = 0 }: Rows, count: number): string {
  const { responses, pastVote } = kindOf(kind);
  const more = ' '.repeat(letters > 0 ? 1 : 0) + 'x'.repeat(letters);
  const steps = kind === 'steps' ? ['', ...STEPS.slice(1)].join('\n\n') : '';
  const models = [...'abcdefghi'].slice(0, responses);
  const given = Array.from({ length: votes }, (_, who) => ({
    annotator: `person ${who}`,
    kind: 'human',
    ...pastVote,
  }));
  const row = (n: number) => ({
    messages: [{ role: 'user', content: `${word} asks ${n}${more}` }],
    responses: models.map((model) => ({ model, content: `${model} answers ${word} ${n}${steps}` })),
    ...(votes === 0 ? {} : { votes: given }),
  });
  return Array.from({ length: count }, (_, n) => `${JSON.stringify(row(n))}\n`).join('');
}
