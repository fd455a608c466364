import { leastForAnnotator as least } from '@pairwright/contract/statistics/annotators';
import type { AnnotatorNumbers } from '@pairwright/contract/statistics/annotators';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { positionTest } from '@pairwright/stats/annotators/position-test';
import { straightLining } from '@pairwright/stats/annotators/straight-lining';
import { shareOf } from '../estimates.ts';
import { type AnnotatorData, leftPick, preference } from './annotator-data.ts';

/** Which side and which length somebody picks. All rows are positions in the vote table, in the order given. */
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
    straightLine: lineOf(left),
    leftRows,
    rightRows,
    longerRows,
    runRows: longestRun(picks, left),
  };
}

/** 1 where the longer answer was preferred, 0 the shorter one, -1 where they are as long or a text is missing. */
function longerPick({ votes, firstLength, secondLength }: AnnotatorData, vote: number): number {
  const comparison = votes.comparison[vote]!;
  const difference = firstLength[comparison]! - secondLength[comparison]!;
  if (Number.isNaN(difference) || difference === 0) return -1;
  return difference > 0 === votes.strength[vote]! < 0 ? 1 : 0;
}

function lineOf(left: Uint8Array): AnnotatorNumbers['straightLine'] {
  const { longestRun: length, answer, probability, reason } = straightLining(left);
  const n = left.length;
  const side = answer === null ? null : answer === 1 ? 'left' : 'right';
  if (n < least) return { length, side, probability: null, n, reason: reason ?? 'too_few' };
  return { length, side, probability, n, reason };
}

function longestRun(picks: Int32Array, left: Uint8Array): Int32Array {
  let [best, end, run] = [0, 0, 0];
  for (let at = 0; at < picks.length; at += 1) {
    run = at > 0 && left[at] === left[at - 1] ? run + 1 : 1;
    if (run > best) [best, end] = [run, at + 1];
  }
  return picks.subarray(end - best, end);
}
