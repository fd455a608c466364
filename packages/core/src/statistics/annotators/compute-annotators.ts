import {
  type AnnotatorNumbers,
  leastForAnnotator as least,
} from '@pairwright/contract/statistics/annotators';
import { goldLimitOf } from '@pairwright/domain/routing/gold';
import { benjaminiHochberg } from '@pairwright/stats/annotators/benjamini-hochberg';
import { findPolicy } from '../../routing/policy.queries.ts';
import type { Made, Source } from '../compute-statistics.service.ts';
import { shareOf } from '../estimates.ts';
import type { StoredAnnotators } from '../stored-shapes.ts';
import { alertsOf, type Measured } from './alerts.ts';
import {
  type AnnotatorData,
  bothBad,
  cannotJudge,
  counted,
  gold,
  isPairOutcome,
  readAnnotatorData,
  repeat,
  tie,
} from './annotator-data.ts';
import { isGraded } from './answers.ts';
import { type Conduct, conductOf } from './conduct.ts';
import { type Consistency, consistencyOf } from './consistency.ts';
import { daysOf } from './days.ts';
import { adjustedAgreement, belowOthersP, comparePeers, type Peers, rawAgreement } from './peers.ts';
import { type Drift, driftOf } from './sittings.ts';
import { logSecondsOf, type Speed, speedsOf } from './speed.ts';

/** Everything that is measured of one annotator. */
interface Parts {
  readonly annotator: number;
  readonly conduct: Conduct;
  readonly consistency: Consistency;
  readonly speed: Speed;
  readonly drift: Drift;
}

/** Numbers of each annotator of a project, from all their judgments; most votes first. */
export async function computeAnnotators(source: Source): Promise<Made> {
  const data = await readAnnotatorData(source);
  const peers = comparePeers(data);
  const logs = logSecondsOf(data);
  const speeds = speedsOf(data, logs);
  const parts = data.annotatorIds.map((_, annotator): Parts => {
    source.signal.throwIfAborted();
    return {
      annotator,
      conduct: conductOf(data, annotator),
      consistency: consistencyOf(data, annotator),
      speed: speeds[annotator]!,
      drift: driftOf(data, annotator, { peers, logs }),
    };
  });
  const limits = { gold: goldLimitOf(await findPolicy(source.db, source.projectId)) };
  const alerts = alertsOf(
    parts.map((part) => measuredOf(part, data, peers)),
    limits,
  );
  const leftP = adjusted(parts.map(({ conduct }) => conduct.leftP));
  const swapP = adjusted(parts.map(({ consistency }) => consistency.swapP));
  const annotators = parts.map((part, at) => ({
    ...numbersOf(
      part,
      { data, peers },
      { alerts: alerts[at]!, leftPValue: leftP[at]!, swapPValue: swapP[at]! },
    ),
    days: daysOf(data, part.annotator, peers),
  }));
  const byVotes = annotators.sort(
    (one, other) => other.votes - one.votes || (one.annotatorId < other.annotatorId ? -1 : 1),
  );
  const result: StoredAnnotators = { kinds: data.kinds, annotators: byVotes };
  return { judgments: data.votes.votes, result };
}

/** p-values of one test of each annotator, adjusted for all of them; null where there is none. */
function adjusted(values: readonly (number | null)[]): (number | null)[] {
  const known = values.flatMap((p, annotator) => (p === null ? [] : [annotator]));
  const ps = benjaminiHochberg(known.map((annotator) => values[annotator]!)).adjusted;
  return values.map((_, annotator) => ps[known.indexOf(annotator)] ?? null);
}

function numbersOf(
  { annotator, conduct, consistency, speed, drift }: Parts,
  { data, peers }: { data: AnnotatorData; peers: Peers },
  tests: Pick<AnnotatorNumbers, 'alerts' | 'leftPValue' | 'swapPValue'>,
): AnnotatorNumbers {
  const { votes } = data;
  const rows = data.votesOf[annotator]!;
  const golds = data.goldOf[annotator]!;
  const skips = data.skipsOf[annotator]!;
  const ofKind = (kind: number): Int32Array => rows.filter((vote) => votes.kind[vote] === kind);
  const counts = ofKind(counted);
  const rate = (outcome: number, among: Int32Array) =>
    shareOf(among.filter((vote) => votes.outcome[vote] === outcome).length, among.length, least);
  const onPairs = data.kinds.includes('pair')
    ? counts.filter((vote) => isPairOutcome(votes.outcome[vote]!))
    : counts.subarray(0, 0);
  const peer = peers.agreement[annotator]!;
  return {
    annotatorId: data.annotatorIds[annotator]!,
    votes: counts.length,
    goldVotes: ofKind(gold).length,
    repeatVotes: ofKind(repeat).length,
    skips,
    ...activeOf(data, annotator),
    goldAccuracy: shareOf(golds.filter(({ matched }) => matched).length, golds.length, least),
    agreement: rawAgreement(peer, least),
    adjustedAgreement: adjustedAgreement(peer, least),
    selfConsistency: consistency.rate,
    ...consistency.swapped,
    swapPValue: tests.swapPValue,
    leftShare: conduct.leftShare,
    leftPValue: tests.leftPValue,
    longerShare: conduct.longerShare,
    logSeconds: speed.logSeconds,
    relativeSpeed: speed.relative,
    speedZ: speed.z,
    straightLine: conduct.straightLine,
    agreementDrift: drift.agreement,
    speedDrift: drift.speed,
    tieRate: rate(tie, onPairs),
    bothBadRate: rate(bothBad, onPairs),
    cannotJudgeRate: rate(cannotJudge, counts),
    skipRate: shareOf(skips, skips + rows.length, least),
    alerts: tests.alerts,
  };
}

function activeOf(
  { votes, votesOf, goldOf }: AnnotatorData,
  annotator: number,
): Pick<AnnotatorNumbers, 'firstActive' | 'lastActive'> {
  const rows = votesOf[annotator]!;
  const golds = goldOf[annotator]!;
  const times = [rows[0], rows.at(-1)].flatMap((vote) => (vote === undefined ? [] : [votes.givenAt[vote]!]));
  for (const one of [golds[0], golds.at(-1)]) if (one !== undefined) times.push(one.givenAt);
  if (times.length === 0) return { firstActive: null, lastActive: null };
  const text = (time: number): string => new Date(time).toISOString();
  return { firstActive: text(Math.min(...times)), lastActive: text(Math.max(...times)) };
}

function measuredOf(
  { annotator, conduct, consistency, speed, drift }: Parts,
  data: AnnotatorData,
  peers: Peers,
): Measured {
  const { votes } = data;
  const peer = peers.agreement[annotator]!;
  const golds = data.goldOf[annotator]!;
  const wrong = golds.filter(({ matched }) => !matched);
  const { leftRows, rightRows } = conduct;
  const newest = (rows: Int32Array): string[] => idsOf(rows.toReversed());
  return {
    gold: shareOf(golds.length - wrong.length, golds.length, least),
    adjusted: adjustedAgreement(peer, least),
    adjustedP: belowOthersP(peer, least),
    consistency: consistency.rate,
    left: conduct.leftShare,
    leftP: conduct.leftP,
    longer: conduct.longerShare,
    relativeSpeed: speed.relative,
    speedZ: speed.z,
    run: conduct.straightLine,
    drift: drift.agreement,
    rows: {
      gold_low: wrong.map(({ comparisonId }) => comparisonId).reverse(),
      agreement_low: idsOf(apartOf(data, annotator, peers)),
      inconsistent: newest(consistency.changedRows),
      side_bias: newest(leftRows.length < rightRows.length ? rightRows : leftRows),
      length_bias: newest(conduct.longerRows),
      fast: idsOf(speed.fastestRows),
      straight_lining: idsOf(conduct.runRows),
      tiring: newest(drift.lateRows),
    },
  };

  function idsOf(rows: Int32Array): string[] {
    return [
      ...new Set(Array.from(rows.subarray(0, 100), (vote) => votes.comparisonIds[votes.comparison[vote]!]!)),
    ];
  }
}

/** Votes that two others or more disagree with: with all of it, the newest first; by degrees, the least alike first. */
function apartOf({ votes, votesOf }: AnnotatorData, annotator: number, peers: Peers): Int32Array {
  const shared = votesOf[annotator]!.filter((vote) => peers.pairs[vote]! > 1);
  const alike = (vote: number): number => peers.agreeing[vote]! / peers.pairs[vote]!;
  if (!shared.some((vote) => isGraded(votes.answers[votes.answer[vote]!]!.kind)))
    return shared.filter((vote) => alike(vote) === 0).reverse();
  return shared.filter((vote) => alike(vote) < 1).sort((one, other) => alike(one) - alike(other));
}
