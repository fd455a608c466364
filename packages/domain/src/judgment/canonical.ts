import type { Answer, Details, SomeDetails, StepLabel } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { type PresentedOrder, toStrength } from '../scale.ts';
import { toCodePoints } from './code-points.ts';
import { withDefaults } from './missing.ts';
import { stepsOf } from './steps.ts';

/**
 * Details as they are stored and exported: responses by their canonical index, keys in this order, the same text for the
 * same content. Strengths are written as floats.
 */
export interface CanonicalDetails {
  readonly criteria: readonly {
    readonly key: string;
    readonly outcome: 'preference' | 'tie' | 'not_applicable';
    readonly position: number | null;
    /** -3..3, negative = the first canonical response is preferred; null: does not apply. */
    readonly strength: number | null;
  }[];
  readonly ratings: readonly { readonly key: string; readonly response: number; readonly value: number }[];
  readonly flags: readonly {
    readonly key: string;
    readonly response: number;
    readonly severity: number | null;
  }[];
  readonly safe: readonly boolean[] | null;
  readonly reasons: readonly string[];
  readonly spans: readonly {
    readonly response: number;
    readonly message: number;
    readonly start: number;
    readonly end: number;
    readonly quote: string;
    readonly label: string;
    readonly note: string | null;
  }[];
  readonly rewrite: {
    readonly response_id: string;
    /** The response it was made from; null: written from nothing. */
    readonly parent: number | null;
    readonly content: string;
  } | null;
  /** In the order of the response's last message, by code points of its content. */
  readonly steps:
    | readonly { readonly start: number; readonly end: number; readonly label: StepLabel }[]
    | null;
  /** An imported judgment says itself that it raises no flag. Without this one that lists none is silent on them. */
  readonly no_flags?: true;
}

export interface GivenDetails {
  readonly form: QuestionForm;
  readonly answer: Answer;
  readonly details: SomeDetails;
  readonly order: PresentedOrder;
  /** The content of the last message of a single response: where its steps are. */
  readonly content?: string;
}

const byCanonical = (one: { response: number }, other: { response: number }): number =>
  one.response - other.response;

/** Details as shown in canonical terms. The parts come in the order of the form, then by response and position. */
export function toCanonical({ form, answer, details, order, content }: GivenDetails): CanonicalDetails {
  const given = withDefaults(details);
  const at = (place: number): number => order[place] as number;
  return {
    criteria: form.criteria.flatMap((criterion): CanonicalDetails['criteria'] => {
      const said = given.criteria.find((entry) => entry.key === criterion.key);
      if (said === undefined) return [];
      if (said.position === null)
        return [{ key: said.key, outcome: 'not_applicable' as const, position: null, strength: null }];
      return [{ key: said.key, position: said.position, ...toStrength(criterion, said.position, order) }];
    }),
    ratings: inForm(form.ratings, given.ratings, ({ key, place, value }) => ({
      key,
      response: at(place),
      value,
    })),
    flags: inForm(form.flags, given.flags, ({ key, place, severity }) => ({
      key,
      response: at(place),
      severity,
    })),
    safe: given.safe === null ? null : order.map((_, index) => given.safe?.[order.indexOf(index)] ?? false),
    reasons: form.rationale.reasons.map(({ key }) => key).filter((key) => given.reasons.includes(key)),
    spans: given.spans
      .map(({ place, message, start, end, quote, label, note }) => ({
        response: at(place),
        message,
        start,
        end,
        quote,
        label,
        note,
      }))
      .sort((a, b) => a.response - b.response || a.message - b.message || a.start - b.start || a.end - b.end),
    rewrite:
      given.rewrite === null
        ? null
        : {
            response_id: given.rewrite.responseId,
            parent: given.rewrite.place === null ? null : at(given.rewrite.place),
            content: given.rewrite.content,
          },
    steps: answer.outcome === 'steps' ? labelled(answer.labels, content ?? '') : null,
  };
}

/** Labels with the place of their step. */
function labelled(labels: readonly StepLabel[], content: string): NonNullable<CanonicalDetails['steps']> {
  const steps = stepsOf(content);
  return labels.flatMap((label, index) => {
    const step = steps[index];
    if (step === undefined) return [];
    return [{ start: toCodePoints(content, step.start), end: toCodePoints(content, step.end), label }];
  });
}

function inForm<Given extends { key: string }, Out extends { response: number }>(
  parts: readonly { key: string }[],
  given: readonly Given[],
  toOut: (entry: Given) => Out,
): Out[] {
  return parts.flatMap(({ key }) =>
    given
      .filter((entry) => entry.key === key)
      .map(toOut)
      .sort(byCanonical),
  );
}

/** Canonical details as they were shown in this order. */
export function toPresented(details: CanonicalDetails, order: PresentedOrder): Details {
  const at = (response: number): number => order.indexOf(response);
  return {
    criteria: details.criteria.map(({ key, position }) => ({ key, position })),
    ratings: byKeyThenPlace(
      details.ratings.map(({ key, response, value }) => ({ key, place: at(response), value })),
    ),
    flags: byKeyThenPlace(
      details.flags.map(({ key, response, severity }) => ({ key, place: at(response), severity })),
    ),
    safe: details.safe === null ? null : order.map((response) => details.safe?.[response] ?? false),
    reasons: [...details.reasons],
    spans: details.spans.map(({ response, ...span }) => ({ ...span, place: at(response) })),
    rewrite:
      details.rewrite === null
        ? null
        : {
            responseId: details.rewrite.response_id,
            place: details.rewrite.parent === null ? null : at(details.rewrite.parent),
            content: details.rewrite.content,
          },
  };
}

/** Keys in the order they came in, and by place within a key. */
function byKeyThenPlace<Part extends { key: string; place: number }>(parts: Part[]): Part[] {
  const keys = [...new Set(parts.map(({ key }) => key))];
  return parts.sort((a, b) => keys.indexOf(a.key) - keys.indexOf(b.key) || a.place - b.place);
}

/** Ranks by place in canonical order. */
export function canonicalRanks(ranks: readonly (number | null)[], order: PresentedOrder): (number | null)[] {
  return order.map((_, response) => ranks[order.indexOf(response)] ?? null);
}

/** Canonical ranks by place. */
export function presentedRanks(ranks: readonly (number | null)[], order: PresentedOrder): (number | null)[] {
  return order.map((response) => ranks[response] ?? null);
}

/** The one text of canonical details. */
export function detailsText(details: CanonicalDetails): string {
  const criteria = details.criteria.map(
    ({ key, outcome, position, strength }) =>
      `{"key":${JSON.stringify(key)},"outcome":"${outcome}","position":${position},"strength":${floatText(strength)}}`,
  );
  const { ratings, flags, safe, reasons, spans, rewrite, steps, no_flags } = details;
  const rest = JSON.stringify({ ratings, flags, safe, reasons, spans, rewrite, steps, no_flags });
  return `{"criteria":[${criteria.join(',')}],${rest.slice(1)}`;
}

function floatText(value: number | null): string {
  if (value === null) return 'null';
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
