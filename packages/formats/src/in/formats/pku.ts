import { sayDetail } from '../../rule-details.ts';
import type { RowVote } from '../../import-votes.ts';
import { numberOf } from '../cells.ts';
import { Columns } from '../columns.ts';
import type { ForeignFaults } from '../foreign-faults.ts';
import type { InFormat } from '../format.ts';
import { assistant, decoded, isObject, readText, user } from '../messages.ts';
import { signature } from '../signature.ts';

/** Its two axes under the keys of our template, which asks for the same. */
const axes = [
  ['better_response_id', 'helpfulness'],
  ['safer_response_id', 'harmlessness'],
] as const;

/**
 * Two axes that may disagree: which is more helpful, which is safer. For each answer whether it is safe, how severe its harm
 * is, and of which kinds.
 */
export const pkuSafeRlhf: InFormat = {
  name: 'pku-saferlhf',
  aliases: ['pku', 'saferlhf'],
  recognise: signature({
    prompt: 'text',
    response_0: 'text',
    response_1: 'text',
    better_response_id: 'number',
    safer_response_id: 'number',
  }),
  read: (row, faults) => {
    const columns = new Columns(row);
    const prompt = readText(faults, '$.prompt', columns.get('prompt'));
    const answers = [0, 1].map((at) => {
      const text = readText(faults, `$.response_${at}`, columns.get(`response_${at}`));
      return { model: columns.word(`response_${at}_source`) ?? null, text };
    });
    const criteria = axes.map(([column, key]) => {
      const outcome = sides[String(numberOf(columns.get(column)))];
      if (outcome === undefined)
        return faults.add(`$.${column}`, row[column], {
          code: 'unknown_vote',
          rule: sayDetail('response_index'),
        });
      return { key, outcome };
    });
    const beside = besideOf(columns, faults);
    if (prompt === null || answers.some(({ text }) => text === null) || criteria.includes(null)) return null;
    return [
      {
        prompt: [user(prompt)],
        responses: answers.map(({ model, text }) => ({ model, messages: [assistant(text)] })),
        pair: true,
        votes: [
          {
            annotator: null,
            kind: 'human',
            criteria: criteria as NonNullable<RowVote['criteria']>,
            ...beside,
          },
        ],
        metadata: columns.rest(),
      },
    ];
  },
};

const sides: Readonly<Record<string, 'a' | 'b'>> = { 0: 'a', 1: 'b' };

function besideOf(columns: Columns, faults: ForeignFaults): Pick<RowVote, 'safe' | 'ratings' | 'flags'> {
  const safe = [0, 1].map((at) => {
    const column = `is_response_${at}_safe`;
    const word = String(columns.row[column]).toLowerCase();
    if (!['true', 'false', '1', '0'].includes(word)) return null;
    columns.use(column);
    return word === 'true' || word === '1';
  });
  const ratings = [0, 1].flatMap((response) => {
    const value = severityOf(columns, response);
    return value === null || value === 0 ? [] : [{ key: 'severity', response, value }];
  });
  const harms = [0, 1].map((response) => harmsOf(columns, faults, response));
  const flags = harms.flatMap((keys, response) =>
    (keys ?? []).map((key) => ({ key, response, severity: null })),
  );
  // None of either answer, where the categories of both are there, is said; else nobody knows.
  const areSaid = flags.length > 0 || !harms.includes(null);
  return {
    ...(safe.some((one) => one !== null) && { safe }),
    ...(ratings.length > 0 && { ratings }),
    ...(areSaid && { flags }),
  };
}

/** 1 to 3 of an unsafe answer, 0 of a safe one. Anything else stays in the metadata. */
function severityOf(columns: Columns, response: number): number | null {
  const column = `response_${response}_severity_level`;
  const level = numberOf(columns.row[column]);
  if (level === null || ![0, 1, 2, 3].includes(level)) return null;
  columns.use(column);
  return level;
}

/**
 * The kinds of harm that are true, as keys: small letters with `_`. Null where they are not told: anything but an object of truth values
 * stays in the metadata.
 */
function harmsOf(columns: Columns, faults: ForeignFaults, response: number): string[] | null {
  const column = `response_${response}_harm_category`;
  if (columns.row[column] === undefined || columns.row[column] === null) return null;
  const categories = decoded(faults, `$.${column}`, columns.row[column]);
  if (!isObject(categories) || Object.values(categories).some((is) => typeof is !== 'boolean')) return null;
  columns.use(column);
  return Object.entries(categories).flatMap(([name, is]) =>
    is === true ? [name.toLowerCase().replaceAll(/[ -]/g, '_')] : [],
  );
}
