/** What judgment j says on the question that labels the rows, as SQL texts. */
export interface Said {
  readonly outcome: string;
  readonly strength: string;
  readonly ranks: string;
  /** Whether it answers that question. */
  readonly isAnswered: string;
}

const onMain: Said = { outcome: 'j.outcome', strength: 'j.strength', ranks: 'j.ranks', isAnswered: 'true' };

/** `onCriterion` of domain; null: the main question. Throws RangeError for what is no key of a criterion. */
export function saidOn(criterion: string | null): Said {
  if (criterion === null) return onMain;
  if (!/^[a-z][a-z0-9_]*$/.test(criterion))
    throw new RangeError(`${JSON.stringify(criterion)} is not a criterion`);
  const from = `from json_array_elements(j.details -> 'criteria') as k (answer) where k.answer ->> 'key' = '${criterion}' limit 1`;
  const outcome = `k.answer ->> 'outcome'`;
  return {
    outcome: `(select case ${outcome} when 'not_applicable' then 'cannot_judge' else ${outcome} end ${from})`,
    strength: `(select (k.answer ->> 'strength')::real ${from})`,
    ranks: 'null::smallint[]',
    isAnswered: `exists (select ${from})`,
  };
}
