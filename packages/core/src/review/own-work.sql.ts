import { type RawBuilder, sql } from 'kysely';

/** Whether this person ever judged the comparison, also where it was taken back: they have made up their mind. */
export function judgedBy(comparisonId: RawBuilder<unknown>, userId: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from judgments own where own.comparison_id = ${comparisonId} and own.annotator_id = ${userId})`;
}

/** Whether this person wrote or edited one of these responses. */
export function wroteIn(responseIds: RawBuilder<unknown>, userId: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from responses own where own.id = any (${responseIds}) and own.author_id = ${userId})`;
}
