import type { Agreement, AgreementOptions } from '@pairwright/contract/statistics/agreement';
import { agreementByUnit } from '@pairwright/stats/agreement/percent';
import type { Votes } from '@pairwright/stats/votes';
import type { Made, Source } from '../compute-statistics.service.ts';
import { readVoteChoices } from '../vote-choices.ts';
import { readVotes } from '../read-votes.ts';
import { matrixOf } from './annotator-matrix.ts';
import { biasOf } from './bias.ts';
import { ceilingOf, coefficientsOf, percentOf, replicatesFor } from './coefficients.ts';
import { cyclesOf } from './cycles.ts';
import { confusionOf, hardestOf } from './disputes.ts';
import { goldOverTime } from './gold-over-time.ts';
import { gradedOf } from './graded.ts';
import { labelVotes, readOffered } from './label-votes.ts';
import { overTime } from './over-time.ts';
import { rankingsOf } from './rankings.ts';
import { scalesOf } from './scales.ts';
import { slowestOf } from './slowest.ts';

/** Measures how far people agree, from the votes that the options ask for. */
export async function computeAgreement(source: Source, options: AgreementOptions): Promise<Made> {
  const votes = await readVotes(source);
  const labelled = labelVotes(votes, options, await readOffered(source));
  const { direction, strength, promptOfUnit } = labelled;
  const sharedUnits = agreementByUnit(direction).unit;
  const resampling = { replicates: replicatesFor(sharedUnits.length), promptOfUnit };
  const percentWithoutTies = percentOf(withoutTies(direction, labelled.directions), promptOfUnit);
  const rankings = await rankingsOf(source, options);
  const { graded, singles } = await gradedOf(source, options);
  const result: Agreement = {
    votes: direction.unit.length,
    cannotJudge: labelled.cannotJudge,
    comparisons: direction.units,
    shared: sharedUnits.length,
    annotators: new Set(direction.rater).size,
    direction: {
      labels: [...labelled.directions],
      percent: percentOf(direction, promptOfUnit),
      percentWithoutTies,
      coefficients: coefficientsOf(direction, 'nominal', resampling),
    },
    strength: {
      values: [...labelled.strengths],
      coefficients: coefficientsOf(strength, 'ordinal', resampling),
      notOnScale: direction.unit.length - strength.unit.length,
    },
    bootstrap: {
      replicates: resampling.replicates,
      prompts: new Set(sharedUnits.map((unit) => promptOfUnit[unit]!)).size,
    },
    ceiling: ceilingOf(percentWithoutTies.pooled),
    matrix: matrixOf(direction, votes.annotators),
    overTime: await overTime(source, votes, labelled),
    confusion: confusionOf(labelled),
    hardest: await hardestOf(source, votes, labelled),
    gold: await goldOverTime(source, options),
    slowest: await slowestOf(source, votes, options),
    bias: await biasOf(source, votes, labelled),
    rankings,
    cycles: await cyclesOf(source, votes, options),
    graded,
    scales: await scalesOf(source, options),
    ...(await readVoteChoices(source)),
  };
  return { judgments: result.votes + result.cannotJudge + rankings.rankings + singles, result };
}

/** Only the votes for one answer or the other. */
function withoutTies(votes: Votes, directions: readonly string[]): Votes {
  const sides = new Set([directions.indexOf('first'), directions.indexOf('second')]);
  const rows = votes.label.map((_, row) => row).filter((row) => sides.has(votes.label[row]!));
  const only = (column: Int32Array): Int32Array => rows.map((row) => column[row]!);
  return { ...votes, unit: only(votes.unit), rater: only(votes.rater), label: only(votes.label) };
}
