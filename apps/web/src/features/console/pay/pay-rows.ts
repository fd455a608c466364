import type { PersonPay } from '@pairwright/contract/pay';
import type { Cell } from '../statistics/to-csv.ts';

export type PayRow = Pick<PersonPay, 'annotatorId' | 'name'> & PersonPay['earned'][number];

/** A row for each person and rate. */
export function rowsOf(people: readonly PersonPay[]): PayRow[] {
  return people.flatMap(({ earned, ...person }) => earned.map((one) => ({ ...person, ...one })));
}

/** The file, with names as in the API; amounts as whole millionths, so that sums are exact. */
export function payCells(people: readonly PersonPay[]): Cell[][] {
  const parts = ['accepted', 'pending', 'disputed'] as const;
  return [
    [
      'annotatorId',
      'name',
      'currency',
      'perJudgmentMicros',
      ...parts,
      ...parts.map((part) => `${part}Micros`),
    ],
    ...rowsOf(people).map((row) => [
      row.annotatorId,
      row.name,
      row.currency,
      row.perJudgmentMicros,
      ...parts.map((part) => row[part]),
      ...parts.map((part) => row[part] * row.perJudgmentMicros),
    ]),
  ];
}
