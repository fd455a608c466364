import type { z } from 'zod';
import { type Fault, Problem } from '@pairwright/contract/errors';
import { findUnstorable } from './unstorable.ts';

type Part = 'params' | 'query' | 'body';
type Issue = z.core.$ZodIssue;

const MAX_FAULTS = 20;
const EXCERPT = 80;

/** Checks one part of a request against its schema; throws `invalid_request` naming every fault. */
export function parsePart(part: Part, schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) {
    refuseUnexpected(part, value);
    return undefined;
  }
  const given = value ?? (part === 'query' ? {} : value);
  if (part !== 'body') refuseUnstorable(part, given);
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw invalidRequest(issuesOf(schema, given).flatMap((issue) => faultsOf(part, issue)));
}

/** With the values at fault. Asked for only here: a parse that could be asked for them takes several times as long. */
function issuesOf(schema: z.ZodType, value: unknown): readonly Issue[] {
  const { error } = schema.safeParse(value, { reportInput: true });
  return error?.issues.slice(0, MAX_FAULTS) ?? [];
}

/** The Problem for a request with these faults; its detail says the first one in a sentence. */
export function invalidRequest(faults: readonly Fault[]): Problem {
  const [first] = faults;
  const detail =
    first === undefined
      ? undefined
      : `${first.path}: ${first.rule}.${first.fix === undefined ? '' : ` ${first.fix}`}`;
  return new Problem('invalid_request', { ...(detail === undefined ? {} : { detail }), faults });
}

/** Bodies were looked at as they were read. */
function refuseUnstorable(part: Part, value: unknown): void {
  const fault = findUnstorable(value, part);
  if (fault !== undefined) throw invalidRequest([fault]);
}

function refuseUnexpected(part: Part, value: unknown): void {
  const empty =
    value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
  if (empty) return;
  const what = part === 'body' ? 'a body' : part === 'query' ? 'query parameters' : 'parameters';
  throw invalidRequest([
    {
      path: part,
      rule: `this operation takes no ${what.replace(/^a /, '')}`,
      value: excerpt(value),
      fix: `Leave out ${what}.`,
    },
  ]);
}

function faultsOf(part: Part, issue: Issue): Fault[] {
  const path = [part, ...issue.path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: `${path}.${key}`,
      rule: 'this field is not known here',
      fix: 'Remove it or correct its name.',
    }));
  }
  const fix = fixOf(issue);
  const value = isSecret(issue.path.at(-1)) || issue.input === undefined ? undefined : excerpt(issue.input);
  return [
    {
      path,
      rule: ruleOf(issue),
      ...(value === undefined ? {} : { value }),
      ...(fix === undefined ? {} : { fix }),
    },
  ];
}

function ruleOf(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined)
    return `a value is needed (${issue.expected})`;
  return issue.message.replace(/^Invalid input: /, '').replace(/^Too (small|big): /, '');
}

function fixOf(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_value':
      return `Use one of: ${issue.values.map(String).join(', ')}.`;
    case 'too_small':
      return `Give at least ${issue.minimum}${unitOf(issue.origin)}.`;
    case 'too_big':
      return `Give at most ${issue.maximum}${unitOf(issue.origin)}.`;
    case 'invalid_format':
      return issue.format === 'uuid' ? 'Use an id as the API gave it.' : undefined;
    case 'invalid_type':
      return `Send a value of type ${issue.expected}.`;
    default:
      return undefined;
  }
}

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters' : origin === 'array' ? ' items' : '';
}

function isSecret(key: PropertyKey | undefined): boolean {
  return typeof key === 'string' && /password|secret|token/i.test(key);
}

function excerpt(value: unknown): string {
  // Never the insides of objects: they may hold what must not be repeated.
  const text =
    typeof value === 'string'
      ? JSON.stringify(value)
      : Array.isArray(value)
        ? 'a list'
        : typeof value === 'object' && value !== null
          ? 'an object'
          : String(value);
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}
