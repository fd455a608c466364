import { leastForAnnotator as least } from '@pairwright/contract/statistics/annotators';
import type { AnnotatorNumbers } from '@pairwright/contract/statistics/annotators';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { positionTest } from '@pairwright/stats/annotators/position-test';
import { straightLining } from '@pairwright/stats/annotators/straight-lining';
import { shareOf } from '../estimates.ts';
import { type AnnotatorData, leftPick, preference } from './annotator-data.ts';

/** Which side and which length somebody picks, and how often in a row the same answer. All rows are positions in the vote table, in the order given. */
export interface Conduct {
  readonly leftShare: Estimate;
  /** Not yet adjusted for others being tested. */
  readonly leftP: number | null;
  readonly longerShare: Estimate;
  readonly straightLine: AnnotatorNumbers['straightLine'];
  readonly leftRows: Int32Array;
  readonly rightRows: Int32Array;
  readonly longerRows: Int32Array;
  readonly runRows: Int32Array;
}

export function conductOf(data: AnnotatorData, annotator: number): Conduct {
  const { votes } = data;
  const picks = data.votesOf[annotator]!.filter((vote) => votes.outcome[vote] === preference);
  const left = Uint8Array.from(picks, (vote) => leftPick(votes, vote));
  const placed = data.votesOf[annotator]!.filter((vote) => votes.shown[vote] !== -1);
  const leftRows = picks.filter((_, at) => left[at] === 1);
  const rightRows = picks.filter((_, at) => left[at] === 0);
  const longer = picks.map((vote) => longerPick(data, vote));
  const longerRows = picks.filter((_, at) => longer[at] === 1);
  const different = longer.reduce((sum, pick) => sum + (pick === -1 ? 0 : 1), 0);
  const test = positionTest({ left: leftRows.length, right: rightRows.length });
  return {
    leftShare: shareOf(leftRows.length, picks.length, least),
    leftP: picks.length < least ? null : test.pValue,
    longerShare: shareOf(longerRows.length, different, least),
    straightLine: lineOf(data, placed),
    leftRows,
    rightRows,
    longerRows,
    runRows: longestRun(placed, votes.shown),
  };
}

/** 1 where the longer answer was preferred, 0 the shorter one, -1 where they are as long or a text is missing. */
function longerPick({ votes, firstLength, secondLength }: AnnotatorData, vote: number): number {
  const comparison = votes.comparison[vote]!;
  const difference = firstLength[comparison]! - secondLength[comparison]!;
  if (Number.isNaN(difference) || difference === 0) return -1;
  return difference > 0 === votes.strength[vote]! < 0 ? 1 : 0;
}

/** Of the answers as they were shown, those without a place there (ties) left out. */
function lineOf({ votes }: AnnotatorData, rows: Int32Array): AnnotatorNumbers['straightLine'] {
  const shown = rows.map((vote) => votes.shown[vote]!);
  const { longestRun: length, answer: given, probability, reason } = straightLining(shown);
  const n = rows.length;
  const answer = given === null ? null : votes.shownAnswers[given]!;
  if (n < least) return { length, answer, probability: null, n, reason: reason ?? 'too_few' };
  return { length, answer, probability, n, reason };
}

function longestRun(rows: Int32Array, shown: Int32Array): Int32Array {
  let [best, end, run] = [0, 0, 0];
  for (let at = 0; at < rows.length; at += 1) {
    run = at > 0 && shown[rows[at]!] === shown[rows[at - 1]!] ? run + 1 : 1;
    if (run > best) [best, end] = [run, at + 1];
  }
  return rows.subarray(end - best, end);
}
