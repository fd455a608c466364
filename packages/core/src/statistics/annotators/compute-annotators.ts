import {
  type AnnotatorAlert,
  type AnnotatorDay,
  type AnnotatorNumbers,
  leastForAnnotator as least,
} from '@pairwright/contract/statistics/annotators';
import { goldLimitOf } from '@pairwright/domain/routing/gold';
import { benjaminiHochberg } from '@pairwright/stats/annotators/benjamini-hochberg';
import { findPolicy } from '../../routing/policy.queries.ts';
import type { Made, Source } from '../compute-statistics.service.ts';
import { shareOf } from '../estimates.ts';
import { alertsOf, type Measured } from './alerts.ts';
import {
  type AnnotatorData,
  bothBad,
  cannotJudge,
  counted,
  gold,
  readAnnotatorData,
  repeat,
  tie,
} from './annotator-data.ts';
import { type Conduct, conductOf } from './conduct.ts';
import { type Consistency, consistencyOf } from './consistency.ts';
import { daysOf } from './days.ts';
import { adjustedAgreement, belowOthersP, comparePeers, type Peers, rawAgreement } from './peers.ts';
import { type Drift, driftOf } from './sittings.ts';
import { logSecondsOf, type Speed, speedsOf } from './speed.ts';

/** As it is stored: whoever reads it gives people their names. */
export interface StoredAnnotators {
  readonly annotators: readonly (AnnotatorNumbers & { readonly days: AnnotatorDay[] })[];
}

/** Everything that is measured of one annotator. */
interface Parts {
  readonly annotator: number;
  readonly conduct: Conduct;
  readonly consistency: Consistency;
  readonly speed: Speed;
  readonly drift: Drift;
}

/** Numbers of each annotator of a project, from all their votes on pairs; most votes first. */
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
  const leftP = adjustedLeft(parts);
  const annotators = parts.map((part, at) => ({
    ...numbersOf(part, { data, peers }, { alerts: alerts[at]!, leftPValue: leftP[at]! }),
    days: daysOf(data, part.annotator, peers),
  }));
  const byVotes = annotators.sort(
    (one, other) => other.votes - one.votes || (one.annotatorId < other.annotatorId ? -1 : 1),
  );
  return { judgments: data.votes.votes, result: { annotators: byVotes } satisfies StoredAnnotators };
}

/** p-values of the position tests, adjusted for all of them. */
function adjustedLeft(parts: readonly Parts[]): (number | null)[] {
  const known = parts.flatMap(({ conduct, annotator }) => (conduct.leftP === null ? [] : [annotator]));
  const { adjusted } = benjaminiHochberg(known.map((annotator) => parts[annotator]!.conduct.leftP!));
  return parts.map(({ annotator }) => adjusted[known.indexOf(annotator)] ?? null);
}

function numbersOf(
  { annotator, conduct, consistency, speed, drift }: Parts,
  { data, peers }: { data: AnnotatorData; peers: Peers },
  tests: { readonly alerts: AnnotatorAlert[]; readonly leftPValue: number | null },
): AnnotatorNumbers {
  const { votes } = data;
  const rows = data.votesOf[annotator]!;
  const golds = data.goldOf[annotator]!;
  const skips = data.skipsOf[annotator]!;
  const ofKind = (kind: number): Int32Array => rows.filter((vote) => votes.kind[vote] === kind);
  const counts = ofKind(counted);
  const rate = (outcome: number) =>
    shareOf(counts.filter((vote) => votes.outcome[vote] === outcome).length, counts.length, least);
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
    leftShare: conduct.leftShare,
    leftPValue: tests.leftPValue,
    longerShare: conduct.longerShare,
    logSeconds: speed.logSeconds,
    relativeSpeed: speed.relative,
    speedZ: speed.z,
    straightLine: conduct.straightLine,
    agreementDrift: drift.agreement,
    speedDrift: drift.speed,
    tieRate: rate(tie),
    bothBadRate: rate(bothBad),
    cannotJudgeRate: rate(cannotJudge),
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
  const alone = data.votesOf[annotator]!.filter(
    (vote) => peers.pairs[vote]! > 1 && peers.agreeing[vote] === 0,
  );
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
      agreement_low: newest(alone),
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
      ...new Set(
        Array.from(rows.subarray(0, 100), (vote) => votes.comparisons.ids[votes.comparison[vote]!]!),
      ),
    ];
  }
}
