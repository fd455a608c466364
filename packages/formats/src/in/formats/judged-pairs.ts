import type { RowVote } from '../../import-votes.ts';
import { numberOf } from '../cells.ts';
import { Columns } from '../columns.ts';
import { type InFormat, mappedFormat } from '../format.ts';
import { assistant, readText, user } from '../messages.ts';
import type { OwnRow } from '../own-row.ts';
import { signature } from '../signature.ts';
import { sayDetail } from '../../rule-details.ts';

const annotators = ['annotator1', 'annotator2', 'annotator3'];
const pandaOutcomes: Readonly<Record<number, 'a' | 'b' | 'tie'>> = { 0: 'tie', 1: 'a', 2: 'b' };

/** `first_second` names both models. A name with an underscore of its own leaves open where one ends: then neither is named. */
function pandaModels(columns: Columns): string[] | null {
  const key = columns.row['cmp_key'];
  const names = typeof key === 'string' ? key.split('_') : [];
  if (names.length !== 2 || names.some((name) => name.trim() === '')) return null;
  columns.use('cmp_key');
  return names;
}

/** Three people's votes a row: 1 and 2 are the responses, 0 a tie. Answers that are no text are refused. */
export const pandalm: InFormat = {
  name: 'pandalm',
  recognise: signature({ instruction: 'text', response1: 'any', response2: 'any', annotator1: 'number' }, [
    'cmp_key',
    'annotator2',
  ]),
  read: (row, faults) => {
    const columns = new Columns(row);
    const instruction = readText(faults, '$.instruction', columns.get('instruction'));
    const input = columns.word('input');
    const answers = ['response1', 'response2'].map((key) => readText(faults, `$.${key}`, columns.get(key)));
    const models = pandaModels(columns);
    const votes = annotators.flatMap((key): (RowVote | null)[] => {
      const value = columns.get(key);
      if (value === undefined || value === null || value === '') return [];
      const number = numberOf(value);
      const outcome = number === null ? undefined : pandaOutcomes[number];
      if (outcome === undefined)
        return [faults.add(`$.${key}`, value, { code: 'unknown_vote', rule: sayDetail('pair_vote') })];
      return [{ annotator: key, kind: 'human', outcome }];
    });
    if (instruction === null || answers.includes(null) || votes.includes(null)) return null;
    return [
      {
        prompt: [user(input === undefined ? instruction : `${instruction}\n\n${input}`)],
        responses: answers.map((text, at) => ({ model: models?.[at] ?? null, messages: [assistant(text)] })),
        pair: true,
        votes: votes as RowVote[],
        metadata: columns.rest(),
      },
    ];
  },
};

/** The outputs of several models to one instruction. What else stood beside each stays with the response, where they differ. */
function outputsTogether(rows: readonly OwnRow[]): OwnRow {
  const [first] = rows;
  if (first === undefined) throw new Error('no output to put together');
  const alike = rows.every(({ metadata }) => JSON.stringify(metadata) === JSON.stringify(first.metadata));
  return {
    ...first,
    source: rows.find(({ source }) => source !== undefined)?.source,
    responses: rows.flatMap(({ responses, metadata }) =>
      alike ? responses : responses.map((response) => ({ ...response, metadata })),
    ),
    metadata: alike ? first.metadata : {},
  };
}

/** The output of one model to one instruction; those of other models to the same one are compared with it. */
export const alpacaEval: InFormat = {
  ...mappedFormat(
    'alpaca-eval',
    signature({ instruction: 'text', output: 'text', generator: 'text' }, ['dataset', 'datasplit']),
    {
      version: 1,
      prompt: { column: 'instruction' },
      responses: { columns: [{ column: 'output', model: { column: 'generator' } }] },
      source: 'dataset',
    },
  ),
  aliases: ['alpacaeval'],
  gather: {
    key: ({ prompt }) => JSON.stringify(prompt),
    put: outputsTogether,
    alone: ({ prompt, responses }) => ({
      path: '$.instruction',
      value: `${responses[0]?.model}: ${String(prompt[0]?.content)}`,
      code: 'no_other_output',
    }),
  },
};

/** A better and a worse answer by their columns. */
export const cvalues = mappedFormat(
  'cvalues',
  signature({ prompt: 'text', pos_resp: 'text', neg_resp: 'text' }, ['pos_type', 'neg_type']),
  {
    version: 1,
    prompt: { column: 'prompt' },
    responses: { columns: [{ column: 'pos_resp' }, { column: 'neg_resp' }] },
    votes: [{ kind: 'first' }],
  },
);
