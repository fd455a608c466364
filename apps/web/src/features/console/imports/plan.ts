import type { ImportReading } from '@pairwright/contract/import-reading';
import type { ImportJob, Pairing } from '@pairwright/contract/imports';
import type { MainQuestion } from '@pairwright/contract/question-form';
import { largestGroup, plansOf } from '@pairwright/domain/pairing';

export type PlanName = Pairing['plan'];

/** The plan as typed: numbers are texts until they are right. */
export interface PlanDraft {
  plan: PlanName;
  model: string;
  k: string;
  seed: string;
  size: string;
}

export const emptyPlan: PlanDraft = { plan: 'all_pairs', model: '', k: '2', seed: '0', size: '9' };

export function draftOf(pairing: Pairing | null): PlanDraft {
  if (pairing === null) return emptyPlan;
  if (pairing.plan === 'against_baseline') return { ...emptyPlan, plan: pairing.plan, model: pairing.model };
  if (pairing.plan === 'random_k')
    return { ...emptyPlan, plan: pairing.plan, k: String(pairing.k), seed: String(pairing.seed) };
  if (pairing.plan === 'groups')
    return { ...emptyPlan, plan: pairing.plan, size: String(pairing.size), seed: String(pairing.seed) };
  return { ...emptyPlan, plan: pairing.plan };
}

/** The draft as it stands, or the usual plan where the question offers another kind. */
export function offeredPlan(draft: PlanDraft, kind: MainQuestion['kind']): PlanDraft {
  const offered = plansOf[kind];
  return offered.includes(draft.plan) ? draft : { ...draft, plan: offered[0]! };
}

export type PlanFault = 'model_missing' | 'k_out_of_range' | 'size_out_of_range' | 'seed_out_of_range';

export const mostPairs = 100;
export const fewestInGroup = 3;
const largestSeed = 2 ** 31;

/** The plan to send, or what is wrong with what was typed. */
export function readPlan(draft: PlanDraft): { ok: true; pairing: Pairing } | { ok: false; fault: PlanFault } {
  if (draft.plan === 'all_pairs' || draft.plan === 'singles')
    return { ok: true, pairing: { plan: draft.plan } };
  if (draft.plan === 'against_baseline') {
    if (draft.model === '') return { ok: false, fault: 'model_missing' };
    return { ok: true, pairing: { plan: 'against_baseline', model: draft.model } };
  }
  const seed = wholeNumber(draft.seed);
  const seedFits = seed !== null && seed <= largestSeed;
  if (draft.plan === 'groups') {
    const size = wholeNumber(draft.size);
    if (size === null || size < fewestInGroup || size > largestGroup)
      return { ok: false, fault: 'size_out_of_range' };
    return seedFits
      ? { ok: true, pairing: { plan: 'groups', size, seed } }
      : { ok: false, fault: 'seed_out_of_range' };
  }
  const k = wholeNumber(draft.k);
  if (k === null || k < 1 || k > mostPairs) return { ok: false, fault: 'k_out_of_range' };
  return seedFits
    ? { ok: true, pairing: { plan: 'random_k', k, seed } }
    : { ok: false, fault: 'seed_out_of_range' };
}

function wholeNumber(text: string): number | null {
  return /^\d{1,10}$/.test(text.trim()) ? Number(text) : null;
}

export function samePlan(one: Pairing | null, other: Pairing): boolean {
  return one !== null && JSON.stringify(draftOf(one)) === JSON.stringify(draftOf(other));
}

/** Whether two readings say the same, whatever the order of their keys. */
export function sameReading(one: ImportReading | null, other: ImportReading | null): boolean {
  return stable(one) === stable(other);
}

function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

const atWork: readonly ImportJob['state'][] = ['uploading', 'checking', 'queued', 'running'];

/** Whether a worker (or the upload) is about to change this import by itself. */
export function isAtWork(job: Pick<ImportJob, 'state'>): boolean {
  return atWork.includes(job.state);
}

/** Whether a check or a run can be asked for: the file is here, and nothing works on it. */
export function canBegin(job: Pick<ImportJob, 'state' | 'sizeBytes'>): boolean {
  if (job.sizeBytes === null) return false;
  return job.state === 'uploaded' || job.state === 'checked' || job.state === 'failed';
}
