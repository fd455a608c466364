import type { Agreement, AgreementOptions, AnnotatorMatrix } from '@pairwright/contract/statistics/agreement';
import type { ProjectContext } from '../../context.ts';
import { annotatorNaming } from '../../people/annotator-names.ts';
import { getStatistics, type Known } from '../statistics.service.ts';

/** What is known of agreement, with the names of annotators that the actor may know. */
export async function getAgreement(
  ctx: ProjectContext,
  options: AgreementOptions,
  snapshotId?: string,
): Promise<Known<Agreement>> {
  const known = await getStatistics<Agreement>(ctx, { kind: 'agreement', options }, snapshotId);
  if (known.result === null) return known;
  const { matrix, scales } = known.result;
  const nameOf = await annotatorNaming(ctx);
  const named = (of: AnnotatorMatrix): AnnotatorMatrix => ({
    ...of,
    annotators: of.annotators.map((annotator) => ({ ...annotator, name: nameOf(annotator) })),
  });
  const result: Agreement = {
    ...known.result,
    matrix: named(matrix),
    scales: scales.map((scale) => ({ ...scale, matrix: named(scale.matrix) })),
  };
  return { ...known, result };
}
