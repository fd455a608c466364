import type { ErrorCode, Fault } from '@pairwright/contract/errors';
import type { FaultCode } from '@pairwright/contract/fault-codes';
import type { MessageKey } from '../i18n/keys.ts';
import type { Translate } from '../i18n/use-i18n.ts';
import { ApiProblem, NoAnswer } from './client.ts';

/** One sentence per code of the catalogue; the type makes a code without a message a compile error. */
const sentences: { [Code in ErrorCode]: `problem.${Code}` } = {
  invalid_request: 'problem.invalid_request',
  invalid_cursor: 'problem.invalid_cursor',
  not_signed_in: 'problem.not_signed_in',
  wrong_credentials: 'problem.wrong_credentials',
  second_factor_needed: 'problem.second_factor_needed',
  provider_refused: 'problem.provider_refused',
  token_invalid: 'problem.token_invalid',
  wrong_code: 'problem.wrong_code',
  wrong_password: 'problem.wrong_password',
  proof_needed: 'problem.proof_needed',
  factor_demanded: 'problem.factor_demanded',
  identity_unlinked: 'problem.identity_unlinked',
  cross_site_request: 'problem.cross_site_request',
  scope_missing: 'problem.scope_missing',
  session_required: 'problem.session_required',
  not_found: 'problem.not_found',
  method_not_allowed: 'problem.method_not_allowed',
  invite_over: 'problem.invite_over',
  already_set_up: 'problem.already_set_up',
  email_taken: 'problem.email_taken',
  identity_taken: 'problem.identity_taken',
  slug_taken: 'problem.slug_taken',
  member_exists: 'problem.member_exists',
  last_admin: 'problem.last_admin',
  last_owner: 'problem.last_owner',
  consent_needed: 'problem.consent_needed',
  project_not_active: 'problem.project_not_active',
  wrong_state: 'problem.wrong_state',
  own_work: 'problem.own_work',
  kept_back: 'problem.kept_back',
  assignment_closed: 'problem.assignment_closed',
  judgment_locked: 'problem.judgment_locked',
  judgment_conflict: 'problem.judgment_conflict',
  repeat_conflict: 'problem.repeat_conflict',
  password_too_common: 'problem.password_too_common',
  outcome_not_allowed: 'problem.outcome_not_allowed',
  judgment_incomplete: 'problem.judgment_incomplete',
  plan_unfit: 'problem.plan_unfit',
  baseline_unknown: 'problem.baseline_unknown',
  nothing_to_export: 'problem.nothing_to_export',
  payload_too_large: 'problem.payload_too_large',
  unsupported_media_type: 'problem.unsupported_media_type',
  range_not_satisfiable: 'problem.range_not_satisfiable',
  too_many_requests: 'problem.too_many_requests',
  internal: 'problem.internal',
  overloaded: 'problem.overloaded',
  unavailable: 'problem.unavailable',
};

/** Faults that pages have words for; the rest is said by the server, in English. */
const faultSentences: { [Code in FaultCode]: `problem.fault_${Code}` } = {
  bad_address: 'problem.fault_bad_address',
  scheme_refused: 'problem.fault_scheme_refused',
  credentials_refused: 'problem.fault_credentials_refused',
  address_not_allowed: 'problem.fault_address_not_allowed',
  name_unknown: 'problem.fault_name_unknown',
  bad_object: 'problem.fault_bad_object',
  object_twice: 'problem.fault_object_twice',
  bucket_not_allowed: 'problem.fault_bucket_not_allowed',
};

/** A fault in the reader's language; undefined when only the server has words for it. */
export function faultSentence({ code }: Fault, t: Translate): string | undefined {
  return code !== undefined && Object.hasOwn(faultSentences, code) ? t(faultSentences[code]) : undefined;
}

export interface ExplainedProblem {
  /** A sentence in the reader's language. */
  title: string;
  /** The faults in the reader's language, else the server's own words (English), where they add something. */
  detail: string | undefined;
  faults: readonly Fault[];
  requestId: string | undefined;
}

export function problemKey(code: string): MessageKey {
  return Object.hasOwn(sentences, code) ? sentences[code as ErrorCode] : 'problem.internal';
}

export function problemCode(error: unknown): ErrorCode | null {
  return error instanceof ApiProblem ? error.body.code : null;
}

/** Turns any failure into words for people. */
export function explainProblem(error: unknown, t: Translate): ExplainedProblem {
  if (error instanceof ApiProblem) {
    const { code, detail, faults, requestId, retryAfterSeconds } = error.body;
    const title = t(problemKey(code));
    const wait =
      retryAfterSeconds === undefined ? '' : ` ${t('problem.retry_after', { seconds: retryAfterSeconds })}`;
    const said = (faults ?? []).map((fault) => faultSentence(fault, t));
    const isSaid = said.length > 0 && said.every((sentence) => sentence !== undefined);
    return {
      title: title + wait,
      detail: isSaid ? said.join(' ') : detail,
      faults: faults ?? [],
      requestId,
    };
  }
  const key = error instanceof NoAnswer ? 'problem.no_answer' : 'problem.unexpected';
  return { title: t(key), detail: undefined, faults: [], requestId: undefined };
}
