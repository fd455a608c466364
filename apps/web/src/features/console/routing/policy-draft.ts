import type { GoldRule } from '@pairwright/contract/gold-policy';
import type { RoutingPolicy } from '@pairwright/contract/routing';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { wholeIn } from '../projects/question-draft.ts';
import { namesIn } from '../shared/names-in.ts';

interface NumberField {
  readonly least: number;
  readonly most: number;
  /** May be left empty: then there is no such limit. */
  readonly optional?: true;
}

/** The numbers of each part of a policy, with what they may be; the same ranges as the contract has. */
export const parts = {
  caps: {
    perHour: { least: 1, most: 100_000, optional: true },
    perDay: { least: 1, most: 100_000, optional: true },
    perProject: { least: 1, most: 100_000, optional: true },
  },
  cooldown: { comparisons: { least: 0, most: 200 }, hours: { least: 0, most: 720 } },
  gold: {
    percent: { least: 0, most: 50 },
    first: { least: 0, most: 200 },
    gold: { least: 0, most: 100 },
    exposures: { least: 1, most: 100_000 },
  },
  repeats: { percent: { least: 1, most: 50 }, after: { least: 1, most: 1000 } },
  adaptive: {
    most: { least: 2, most: 20 },
    accuracyPercent: { least: 55, most: 99 },
    spreadPercent: { least: 0, most: 99 },
  },
  active: { uniformPercent: { least: 1, most: 100 } },
  qualification: {
    passPercent: { least: 1, most: 100 },
    attempts: { least: 1, most: 20 },
    validDays: { least: 1, most: 3650, optional: true },
  },
  practice: {
    passPercent: { least: 1, most: 100 },
    attempts: { least: 1, most: 20 },
    validDays: { least: 1, most: 3650, optional: true },
  },
} as const satisfies Record<string, Record<string, NumberField>>;

export type Part = keyof typeof parts;

/** What stands in the fields: numbers as typed, and which parts are in force. */
export interface PolicyDraft {
  readonly languageMatch: boolean;
  /** A line for each category: `law: lawyer, notary`. */
  readonly categorySkills: string;
  readonly on: Readonly<Record<Part, boolean>>;
  readonly numbers: Readonly<Record<string, string>>;
  /** Whether the answers of the exam are told after it. */
  readonly tellAnswers: boolean;
  /** Whether more judgments go by what was learnt of people. */
  readonly learnt: boolean;
}

/** What a part begins with when it is switched on. */
const usual: Record<string, string> = {
  'cooldown.comparisons': '5',
  'cooldown.hours': '0',
  'gold.percent': '10',
  'gold.first': '20',
  'gold.gold': '4',
  'gold.exposures': '50',
  'repeats.percent': '5',
  'repeats.after': '20',
  'adaptive.most': '5',
  'adaptive.accuracyPercent': '75',
  'adaptive.spreadPercent': '50',
  'active.uniformPercent': '15',
  'qualification.passPercent': '80',
  'qualification.attempts': '2',
  'practice.passPercent': '80',
  'practice.attempts': '3',
};

export function draftOf(policy: RoutingPolicy | null): PolicyDraft {
  const { categorySkills, caps, cooldown, gold, repeats, adaptive, active, qualification, practice } =
    policy ?? openPolicy;
  const known: Record<string, number | null | undefined> = {
    'caps.perHour': caps.perHour,
    'caps.perDay': caps.perDay,
    'caps.perProject': caps.perProject,
    'cooldown.comparisons': cooldown?.comparisons,
    'cooldown.hours': cooldown?.hours,
    'gold.percent': gold?.percent,
    'gold.first': gold?.warmUp.first,
    'gold.gold': gold?.warmUp.gold,
    'gold.exposures': gold?.exposures,
    'repeats.percent': repeats?.percent,
    'repeats.after': repeats?.after,
    'adaptive.most': adaptive?.most,
    'adaptive.spreadPercent': adaptive?.spreadPercent,
    'adaptive.accuracyPercent': adaptive === null ? undefined : Math.round(adaptive.accuracy * 100),
    'active.uniformPercent': active?.uniformPercent,
    'qualification.passPercent': qualification?.passPercent,
    'qualification.attempts': qualification?.attempts,
    'qualification.validDays': qualification?.validDays,
    'practice.passPercent': practice?.passPercent,
    'practice.attempts': practice?.attempts,
    'practice.validDays': practice?.validDays,
  };
  return {
    languageMatch: policy?.languageMatch ?? false,
    categorySkills: Object.entries(categorySkills)
      .map(([category, skills]) => `${category}: ${skills.join(', ')}`)
      .join('\n'),
    on: {
      caps: Object.values(caps).some((cap) => cap !== null),
      cooldown: cooldown !== null,
      gold: gold !== null,
      repeats: repeats !== null,
      adaptive: adaptive !== null,
      active: active !== null,
      qualification: qualification !== null,
      practice: practice !== null,
    },
    tellAnswers: qualification?.tellAnswers ?? false,
    learnt: adaptive?.learnt ?? true,
    numbers: Object.fromEntries(
      Object.entries(known).map(([key, value]) => [
        key,
        value === undefined ? (usual[key] ?? '') : String(value ?? ''),
      ]),
    ),
  };
}

type PolicyFields = Readonly<Record<string, string | boolean>>;

/** The draft field by field, each under a name of its own. */
export function fieldsOf({ on, numbers, ...own }: PolicyDraft): PolicyFields {
  return {
    ...own,
    ...Object.fromEntries(Object.entries(on).map(([part, value]) => [`on.${part}`, value])),
    ...Object.fromEntries(Object.entries(numbers).map(([key, value]) => [`numbers.${key}`, value])),
  };
}

export function draftIn(fields: PolicyFields): PolicyDraft {
  const under = (start: string) =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(([key]) => key.startsWith(start))
        .map(([key, value]) => [key.slice(start.length), value]),
    );
  return {
    languageMatch: fields['languageMatch'] === true,
    categorySkills: String(fields['categorySkills']),
    tellAnswers: fields['tellAnswers'] === true,
    learnt: fields['learnt'] === true,
    on: under('on.') as PolicyDraft['on'],
    numbers: under('numbers.') as PolicyDraft['numbers'],
  };
}

/** Whether what stands in a field can be sent. */
export function isRight(draft: PolicyDraft, part: Part, field: string): boolean {
  const { least, most, optional } = (parts[part] as Record<string, NumberField>)[field]!;
  const text = draft.numbers[`${part}.${field}`] ?? '';
  return (optional === true && text.trim() === '') || wholeIn(text, least, most) !== null;
}

/** Rules that go when this is saved, since they are part of the gold comparisons that are switched off. */
export function rulesDropped(draft: PolicyDraft, before: RoutingPolicy | null): readonly GoldRule[] {
  return draft.on.gold ? [] : (before?.gold?.rules ?? []);
}

/**
 * The policy as the fields say, or null while one of them is not right. What no field was touched of is kept as it was, also
 * where a field cannot show it in full; so are rules, while there are gold comparisons.
 */
export function policyOf(draft: PolicyDraft, before: RoutingPolicy | null): RoutingPolicy | null {
  const inForce = (Object.keys(parts) as Part[]).filter((part) => draft.on[part]);
  if (inForce.some((part) => Object.keys(parts[part]).some((field) => !isRight(draft, part, field))))
    return null;
  const was = draftOf(before);
  const numberAt = (key: string): number => Number(draft.numbers[key]);
  const isAsBefore = (key: string): boolean => draft.numbers[key] === was.numbers[key];
  const limitAt = (key: string): number | null => (draft.numbers[key]?.trim() === '' ? null : numberAt(key));
  const when = <T>(part: Part, value: () => T): T | null => (draft.on[part] ? value() : null);
  const passing = (part: 'qualification' | 'practice') => ({
    passPercent: numberAt(`${part}.passPercent`),
    attempts: numberAt(`${part}.attempts`),
    validDays: limitAt(`${part}.validDays`),
  });
  const gold = when('gold', () => ({
    percent: numberAt('gold.percent'),
    warmUp: { first: numberAt('gold.first'), gold: numberAt('gold.gold') },
    exposures: numberAt('gold.exposures'),
    rules: before?.gold?.rules ?? [],
  }));
  if (gold !== null && gold.warmUp.gold > gold.warmUp.first) return null;
  return {
    languageMatch: draft.languageMatch,
    categorySkills:
      draft.categorySkills === was.categorySkills
        ? (before ?? openPolicy).categorySkills
        : skillsByCategory(draft.categorySkills),
    caps:
      when('caps', () => ({
        perHour: limitAt('caps.perHour'),
        perDay: limitAt('caps.perDay'),
        perProject: limitAt('caps.perProject'),
      })) ?? openPolicy.caps,
    cooldown: when('cooldown', () => ({
      comparisons: numberAt('cooldown.comparisons'),
      hours: numberAt('cooldown.hours'),
    })),
    gold,
    repeats: when('repeats', () => ({
      percent: numberAt('repeats.percent'),
      after: numberAt('repeats.after'),
    })),
    adaptive: when('adaptive', () => ({
      most: numberAt('adaptive.most'),
      // The field shows whole percents.
      accuracy:
        before?.adaptive && isAsBefore('adaptive.accuracyPercent')
          ? before.adaptive.accuracy
          : numberAt('adaptive.accuracyPercent') / 100,
      learnt: draft.learnt,
      spreadPercent: numberAt('adaptive.spreadPercent'),
    })),
    active: when('active', () => ({ uniformPercent: numberAt('active.uniformPercent') })),
    qualification: when('qualification', () => ({
      ...passing('qualification'),
      tellAnswers: draft.tellAnswers,
    })),
    practice: when('practice', () => passing('practice')),
  };
}

function skillsByCategory(text: string): Record<string, string[]> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [category = '', skills = ''] = line.split(/[:：](.*)/s);
      return category.trim() === '' || namesIn(skills).length === 0
        ? []
        : [[category.trim(), namesIn(skills)]];
    }),
  );
}

/** A priority, or null for what is none. */
export function priorityIn(text: string): number | null {
  const value = /^-?\d{1,3}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= -100 && value <= 100 ? value : null;
}

export const mostRounds = 10_000;

/** Null while it is none. */
export function roundIn(text: string): number | null {
  const value = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= 1 && value <= mostRounds ? value : null;
}
