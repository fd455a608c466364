import { type PersonalKind, personalKinds } from '@pairwright/contract/personal-data';
import type { Message } from '@pairwright/contract/shapes';
import { withCallTexts } from './tool-call-texts.ts';

export interface PersonalData {
  readonly kind: PersonalKind;
  /** UTF-16 units of the text, end not included. */
  readonly start: number;
  readonly end: number;
}

interface Pattern {
  readonly kind: PersonalKind;
  /** Needs the flags `g` and `u`; no unbounded repetition stands beside another one that takes the same characters. */
  readonly pattern: RegExp;
  readonly isReal?: (found: string) => boolean;
}

/**
 * Patterns of Chinese and international writing. They err on the side of finding: a number that only looks like a phone number
 * is found, a name or an address is not. Numbers with check digits are checked.
 */
const patterns: readonly Pattern[] = [
  {
    kind: 'key',
    pattern:
      /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----|\b(?:sk|pk|rk)[-_](?:[A-Za-z0-9]{1,12}[-_]){0,3}[A-Za-z0-9]{20,200}|\bgh[pousr]_[A-Za-z0-9]{36,255}|\bgithub_pat_[A-Za-z0-9_]{22,255}|\bglpat-[A-Za-z0-9_-]{20,100}|\bhf_[A-Za-z0-9]{30,100}|\bxox[abprs]-[A-Za-z0-9-]{10,250}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bAIza[A-Za-z0-9_-]{35}|\bLTAI[A-Za-z0-9]{12,30}\b|\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,1000}/gu,
  },
  {
    kind: 'email',
    pattern:
      /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])/gu,
  },
  // Resident identity card of the mainland: area, birthday, serial number, check digit.
  {
    kind: 'identity',
    pattern: /(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])/gu,
    isReal: isResidentNumber,
  },
  // Hong Kong, with its check digit in brackets.
  { kind: 'identity', pattern: /(?<![0-9A-Za-z])[A-Z]{1,2}\d{6}[(（][0-9A][)）]/gu },
  // Social security number of the United States.
  { kind: 'identity', pattern: /(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/gu },
  { kind: 'card', pattern: /(?<![\d.+])[2-6](?:[ -]?\d){12,18}(?![\d.])/gu, isReal: isCardNumber },
  // Mobile numbers of the mainland, with or without the country code.
  { kind: 'phone', pattern: /(?<![\d.])(?:(?:\+|00)86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/gu },
  // Landline numbers of the mainland.
  { kind: 'phone', pattern: /(?<![\d.-])0(?:10|2\d|[3-9]\d{2})[ -]\d{7,8}(?![\d-])/gu },
  // International, with a plus and 8 to 15 digits.
  { kind: 'phone', pattern: /(?<![\d+])\+[1-9](?:[ ().-]{0,2}\d){7,14}(?!\d)/gu },
  // North American writing.
  { kind: 'phone', pattern: /(?<![\d-])(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?![\d-])/gu },
];

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643: the birthday is one, and the last digit is what the others make. */
function isResidentNumber(found: string): boolean {
  const [year, month, day] = [found.slice(6, 10), found.slice(10, 12), found.slice(12, 14)].map(Number);
  if (year === undefined || year < 1880 || year > 2100) return false;
  if (month === undefined || month < 1 || month > 12 || day === undefined || day < 1 || day > 31)
    return false;
  const sum = weights.reduce((total, weight, place) => total + weight * Number(found[place]), 0);
  return '10X98765432'[sum % 11] === found[17]?.toUpperCase();
}

/** Luhn's check; a row of equal digits passes it and is none. */
function isCardNumber(found: string): boolean {
  const digits = found.replaceAll(/[ -]/g, '');
  if (/^(\d)\1*$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** What of a text is personal data, from its start to its end, without overlaps: of two that overlap the earlier pattern wins. */
export function findPersonalData(text: string): PersonalData[] {
  const found: PersonalData[] = [];
  if (!/[\d@]|BEGIN|[-_.][A-Za-z0-9]{8}/.test(text)) return found;
  for (const { kind, pattern, isReal } of patterns) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      const isTaken = found.some((other) => start < other.end && other.start < end);
      if (!isTaken && (isReal === undefined || isReal(match[0]))) found.push({ kind, start, end });
    }
  }
  return found.toSorted((one, other) => one.start - other.start);
}

/** The text with each find replaced by its kind, as `[EMAIL]`. */
export function maskPersonalData(text: string): string {
  const found = findPersonalData(text);
  let masked = '';
  let from = 0;
  for (const { kind, start, end } of found) {
    masked += `${text.slice(from, start)}[${kind.toUpperCase()}]`;
    from = end;
  }
  return masked + text.slice(from);
}

/** The kinds that the contents of messages and the arguments of their tool calls hold. */
export function personalKindsOf(messages: readonly Message[]): PersonalKind[] {
  const kinds = new Set<PersonalKind>();
  withTexts(messages, (text) => {
    for (const { kind } of findPersonalData(text)) kinds.add(kind);
    return text;
  });
  return personalKinds.filter((kind) => kinds.has(kind));
}

/** The messages with masked contents and arguments of tool calls, those without a find as they are. */
export function maskMessages(messages: readonly Message[]): Message[] {
  return withTexts(messages, maskPersonalData);
}

/** Messages with what people or models wrote in them changed: contents and arguments of tool calls, no names. */
export function withTexts(messages: readonly Message[], change: (text: string) => string): Message[] {
  return messages.map((message) => ({
    ...message,
    content: message.content === null ? null : change(message.content),
    ...(message.tool_calls && { tool_calls: withCallTexts(message.tool_calls, change) }),
  }));
}
