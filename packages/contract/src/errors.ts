import type { FaultCode } from './fault-codes.ts';

/**
 * The closed catalogue of what can go wrong, as RFC 9457 problems.
 * Each code has a page `docs/errors/<code>.md` and a sentence in every language of the web.
 */
export const errorCatalogue = {
  invalid_request: { status: 400, title: 'The request does not have the expected shape' },
  invalid_cursor: { status: 400, title: 'The page cursor is not one of ours' },
  not_signed_in: { status: 401, title: 'Sign in first' },
  wrong_credentials: { status: 401, title: 'E-mail or password is wrong' },
  second_factor_needed: { status: 401, title: 'A code of the authenticator app is needed too' },
  factor_demanded: { status: 401, title: 'Set up a second factor first' },
  provider_refused: { status: 401, title: 'The sign-in at the provider did not succeed' },
  token_invalid: { status: 401, title: 'The API token is unknown, expired or revoked' },
  wrong_code: { status: 403, title: 'The code is wrong, was used, or is too old' },
  wrong_password: { status: 403, title: 'The current password is wrong' },
  proof_needed: { status: 403, title: 'Show again who you are, by password, passkey or provider' },
  identity_unlinked: { status: 403, title: 'No account here belongs to this identity' },
  cross_site_request: { status: 403, title: 'The request came from another site' },
  scope_missing: { status: 403, title: 'The API token lacks a scope' },
  session_required: { status: 403, title: 'This needs a signed-in session, not a token' },
  not_found: { status: 404, title: 'There is nothing here that you may see' },
  method_not_allowed: { status: 405, title: 'This method is not supported here' },
  invite_over: { status: 410, title: 'This link is over or was never valid' },
  already_set_up: { status: 409, title: 'The owner account exists already' },
  email_taken: { status: 409, title: 'An account with this e-mail exists' },
  identity_taken: { status: 409, title: 'This identity signs in another account' },
  slug_taken: { status: 409, title: 'This short name is taken' },
  member_exists: { status: 409, title: 'This person is a member already' },
  last_admin: { status: 409, title: 'A project needs at least one admin' },
  last_owner: { status: 409, title: 'An installation needs at least one owner' },
  consent_needed: { status: 409, title: 'Agree to the text of this project first' },
  project_not_active: { status: 409, title: 'The project is paused or archived' },
  wrong_state: { status: 409, title: 'This is not possible in the present state' },
  kept_back: {
    status: 409,
    title: 'You review this comparison blind: decide it first, or have the votes shown',
  },
  own_work: { status: 409, title: 'Somebody else has to decide what you judged or wrote yourself' },
  assignment_closed: { status: 409, title: 'This assignment takes no more changes' },
  judgment_locked: { status: 409, title: 'This judgment can no longer be changed' },
  judgment_conflict: { status: 409, title: 'This judgment id was used with another content' },
  repeat_conflict: { status: 409, title: 'This key was used for another request' },
  password_too_common: { status: 422, title: 'This password is too easy to guess' },
  outcome_not_allowed: { status: 422, title: 'The question does not offer this answer' },
  judgment_incomplete: { status: 422, title: 'The judgment does not fit its question' },
  plan_unfit: { status: 422, title: 'This plan makes no comparisons for the question of the project' },
  baseline_unknown: { status: 422, title: 'No response of this file comes from the baseline model' },
  nothing_to_export: { status: 422, title: 'No comparison passes the recipe' },
  payload_too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  range_not_satisfiable: { status: 416, title: 'The file does not have this range' },
  too_many_requests: { status: 429, title: 'Too many attempts; wait a little' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  overloaded: { status: 503, title: 'There is more to do at the moment than can be done' },
  unavailable: { status: 503, title: 'A part of the service cannot be reached' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

export const errorCodes = Object.keys(errorCatalogue) as ErrorCode[];

/** One fault of a request: where, what was there, which rule it breaks and how to mend it. */
export interface Fault {
  readonly path: string;
  readonly rule: string;
  readonly value?: string;
  readonly fix?: string;
  /** Which fault it is, where pages have words of their own for it. */
  readonly code?: FaultCode;
}

/** The body of `application/problem+json`. `type` opens the page of the code. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail?: string;
  readonly faults?: readonly Fault[];
  readonly requestId?: string;
  readonly retryAfterSeconds?: number;
}

export interface ProblemOptions {
  readonly detail?: string;
  readonly faults?: readonly Fault[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** The one error class that crosses layers; everything else becomes `internal`. */
export class Problem extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string | undefined;
  readonly faults: readonly Fault[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, options: ProblemOptions = {}) {
    super(options.detail ?? errorCatalogue[code].title, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.status = errorCatalogue[code].status;
    this.detail = options.detail;
    this.faults = options.faults;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
