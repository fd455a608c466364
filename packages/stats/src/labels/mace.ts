import type { Random } from '../numeric/random.ts';
import type { Votes } from '../votes.ts';
import { posteriorsOf } from './confusion-fit.ts';
import { expectMaximise, type EmOptions, type Learned } from './em.ts';
import { evidenceOf, zeroTables, type Tables } from './evidence.ts';
import { groupVotes } from './grouped-votes.ts';
import { found, notFound, type Outcome } from './outcome.ts';

export interface MaceSettings extends EmOptions {
  /** Draws where each start begins. */
  readonly random: Random;
  /** Random starts, of which the likeliest end is taken; 10 unless said. */
  readonly starts?: number;
  /** Pseudo-count of knowing, of spamming and of each label of spam; 0.01 / labels unless said. */
  readonly smoothing?: number;
}

export interface Mace {
  /** P(class | votes): `posterior[unit * labels + label]`; even where a unit has no votes. */
  readonly posterior: Float64Array;
  /** P(knows) of each rater, 0..1; null without votes. */
  readonly competence: readonly (number | null)[];
  /** What a rater says who does not know: a share for each label; null without votes. */
  readonly spam: readonly (readonly number[] | null)[];
  /** ln P(votes) in nats, without the pseudo-counts. */
  readonly logLikelihood: number;
  /** Rounds of the start that was taken. */
  readonly iterations: number;
  readonly converged: boolean;
}

/** What is known of the raters: `spam[rater * labels + label]`. */
interface Habits {
  readonly competence: Float64Array;
  readonly spam: Float64Array;
}

/**
 * MACE (Hovy, Berg-Kirkpatrick, Vaswani and Hovy 2013): for each vote a rater knows the class and says it, or else draws a
 * label from habits of their own: P(label | class) = c [label = class] + (1 - c) spam[label]. Classes are equally likely
 * beforehand. EM with additive smoothing from several random starts. On little data it is too sure of who knows and who
 * spams: a reason to look at somebody's work, never to judge it. Not defined without votes (`no_data`) or with fewer than
 * two classes (`no_variation`).
 */
export function mace(votes: Votes, settings: MaceSettings): Outcome<Mace> {
  if (votes.unit.length === 0) return notFound('no_data');
  if (votes.labels < 2) return notFound('no_variation');
  const { starts = 10 } = settings;
  const evidence = evidenceOf(groupVotes(votes), votes.labels);
  let best = fromRandomStart(votes, evidence, settings);
  for (let start = 1; start < starts; start += 1) {
    const other = fromRandomStart(votes, evidence, settings);
    if (other.learned.logLikelihood > best.learned.logLikelihood) best = other;
  }
  const { learned, habits } = best;
  const voted = new Uint8Array(votes.raters);
  for (const rater of votes.rater) voted[rater] = 1;
  return found({
    posterior: posteriorsOf(votes, learned.parameters),
    competence: Array.from(habits.competence, (share, rater) => (voted[rater] === 1 ? share : null)),
    spam: Array.from(voted, (has, rater) =>
      has ? [...habits.spam.subarray(rater * votes.labels, (rater + 1) * votes.labels)] : null,
    ),
    logLikelihood: learned.logLikelihood,
    iterations: learned.iterations,
    converged: learned.converged,
  });
}

function fromRandomStart(
  { raters, labels }: Votes,
  evidence: ReturnType<typeof evidenceOf>,
  { random, smoothing = 0.01 / labels, ...em }: MaceSettings,
): { readonly learned: Learned; readonly habits: Habits } {
  const habits: Habits = {
    competence: Float64Array.from({ length: raters }, random),
    spam: Float64Array.from({ length: raters * labels }, () => random() + smoothing),
  };
  for (let from = 0; from < habits.spam.length; from += labels)
    normalise(habits.spam.subarray(from, from + labels));
  const start = zeroTables(raters, labels);
  fillCells(habits, start);
  const maximise = (sums: Tables, into: Tables): void => {
    learnHabits(sums, habits, smoothing);
    fillCells(habits, into);
  };
  const learned = expectMaximise({ evidence, known: zeroTables(raters, labels), maximise }, start, em);
  return { learned, habits };
}

function normalise(row: Float64Array): void {
  const total = row.reduce((sum, value) => sum + value, 0);
  for (let index = 0; index < row.length; index += 1) row[index]! /= total;
}

function fillCells({ competence, spam }: Habits, { cells, share }: Tables): void {
  const labels = share.length;
  share.fill(1 / labels);
  for (let row = 0; row < spam.length; row += 1) {
    const c = competence[Math.floor(row / labels)]!;
    const spammed = (1 - c) * spam[row]!;
    cells.fill(spammed, row * labels, (row + 1) * labels);
    cells[row * labels + (row % labels)]! += c;
  }
}

/** A vote for the class comes from knowing with the odds c : (1 - c) spam[label]; every other vote is spam. */
function learnHabits({ cells, share }: Tables, { competence, spam }: Habits, smoothing: number): void {
  const labels = share.length;
  for (let rater = 0; rater < competence.length; rater += 1) {
    const c = competence[rater]!;
    let knowing = 0;
    let spamming = 0;
    for (let label = 0; label < labels; label += 1) {
      const row = rater * labels + label;
      let votes = 0;
      for (let k = 0; k < labels; k += 1) votes += cells[row * labels + k]!;
      const right = cells[row * labels + label]!;
      const known = right > 0 ? (right * c) / (c + (1 - c) * spam[row]!) : 0;
      knowing += known;
      spamming += votes - known;
      spam[row] = votes - known + smoothing;
    }
    competence[rater] = (knowing + smoothing) / (knowing + spamming + 2 * smoothing);
    normalise(spam.subarray(rater * labels, (rater + 1) * labels));
  }
}
