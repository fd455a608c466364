import { momentName } from './moment-name.ts';
import type { Formats } from '../../../i18n/format.ts';
import type { MessageKey } from '../../../i18n/keys.ts';
import { useFormats } from '../../../i18n/format.ts';
import { type Translate, useT } from '../../../i18n/use-i18n.ts';

const names: Readonly<Record<string, MessageKey>> = {
  criterion: 'console-datasets.criterion',
  minJudgments: 'console-datasets.min_judgments',
  majority: 'console-datasets.majority',
  ties: 'console-datasets.ties',
  bothBad: 'console-datasets.both_bad',
  dropFlagged: 'console-datasets.drop_flagged',
  includeMargin: 'console-datasets.include_margin',
  margin: 'console-datasets.margin',
  marginRatings: 'console-datasets.margin_ratings',
  rankings: 'console-datasets.rankings',
  rewrites: 'console-datasets.rewrites',
  adjudicated: 'console-datasets.adjudicated',
  aggregation: 'console-datasets.aggregation',
  softLabel: 'console-datasets.soft_label',
  singles: 'console-datasets.kind_single',
  duplicates: 'console-versions.choice_duplicates',
  personalData: 'console-datasets.personal_data',
  annotators: 'console-datasets.annotators',
  split: 'console-datasets.split',
  shuffleSeed: 'console-datasets.shuffle_seed',
  'filters.batches': 'console-versions.choice_batches',
  'filters.rounds': 'console-versions.choice_rounds',
  'filters.languages': 'console-datasets.languages',
  'filters.categories': 'console-datasets.categories',
  'filters.sources': 'console-datasets.sources',
  'filters.tags': 'console-versions.choice_tags',
  'filters.models': 'console-datasets.models',
  'filters.leastCharacters': 'console-versions.choice_least_characters',
  'filters.mostCharacters': 'console-versions.choice_most_characters',
  'filters.adjudicatedOnly': 'console-datasets.adjudicated_only',
  'filters.withoutFlags': 'console-versions.choice_without_flags',
  'filters.from': 'console-datasets.from',
  'filters.to': 'console-datasets.to',
  'filters.questionVersions': 'console-versions.choice_question_versions',
  'filters.guidelinesVersions': 'console-versions.choice_guidelines_versions',
  'filters.judges': 'console-versions.choice_judges',
  'filters.teams': 'console-versions.choice_teams',
  'filters.minAgreement': 'console-versions.choice_min_agreement',
  'filters.minStrength': 'console-datasets.min_strength',
  'filters.outcomes': 'console-versions.choice_outcomes',
};

const values: Readonly<Record<string, Readonly<Record<string, MessageKey>>>> = {
  majority: {
    simple: 'console-datasets.majority_simple',
    absolute: 'console-datasets.majority_absolute',
    unanimous: 'console-datasets.majority_unanimous',
  },
  ties: {
    drop: 'console-datasets.ties_drop',
    ignore_votes: 'console-datasets.ties_ignore_votes',
    keep: 'console-datasets.ties_keep',
    half_weight: 'console-datasets.ties_half_weight',
  },
  bothBad: {
    drop: 'console-datasets.both_bad_drop',
    as_tie: 'console-datasets.both_bad_as_tie',
    negatives: 'console-datasets.both_bad_negatives',
  },
  margin: {
    strength: 'console-datasets.margin_strength',
    llama2_small: 'console-datasets.margin_llama2_small',
    llama2_large: 'console-datasets.margin_llama2_large',
    rating_difference: 'console-datasets.margin_rating_difference',
    log_odds: 'console-datasets.margin_log_odds',
  },
  rankings: {
    all: 'console-datasets.rankings_all',
    adjacent: 'console-datasets.rankings_adjacent',
    best_vs_rest: 'console-datasets.rankings_best_vs_rest',
    best_vs_worst: 'console-datasets.rankings_best_vs_worst',
    leave_out: 'console-datasets.rankings_leave_out',
  },
  rewrites: {
    include: 'console-datasets.rewrites_include',
    leave_out: 'console-datasets.rewrites_leave_out',
  },
  singles: {
    include: 'console-datasets.rewrites_include',
    leave_out: 'console-datasets.rewrites_leave_out',
  },
  adjudicated: {
    prefer: 'console-datasets.adjudicated_prefer',
    ignore: 'console-datasets.adjudicated_ignore',
  },
  aggregation: {
    majority: 'console-datasets.aggregation_majority',
    weighted: 'console-datasets.aggregation_weighted',
    each_vote: 'console-datasets.aggregation_each_vote',
  },
  duplicates: {
    keep: 'console-versions.duplicates_keep',
    drop: 'console-datasets.duplicates_drop',
    near: 'console-datasets.duplicates_near',
  },
  personalData: {
    ignore: 'console-datasets.personal_data_ignore',
    report: 'console-datasets.personal_data_report',
    mask: 'console-datasets.personal_data_mask',
    refuse: 'console-datasets.personal_data_refuse',
  },
  annotators: {
    pseudonyms: 'console-datasets.annotators_pseudonyms',
    none: 'console-datasets.annotators_none',
  },
  'filters.outcomes': {
    preference: 'console-versions.outcome_preference',
    tie: 'console-versions.outcome_tie',
    both_bad: 'console-versions.outcome_both_bad',
  },
};

/** What it means that nothing is chosen. */
const nothing: Readonly<Record<string, MessageKey>> = {
  split: 'console-datasets.split_none',
  criterion: 'console-datasets.criterion_main',
};

/** Choices of recipes and what they say, in words. */
export interface ChoiceWords {
  name: (choice: string) => string;
  value: (choice: string, value: unknown) => string;
}

export function useChoiceWords(): ChoiceWords {
  const t = useT();
  const formats = useFormats();
  return {
    name: (choice) => {
      const key = names[choice];
      return key === undefined ? choice : t(key);
    },
    value: (choice, value) => valueWords({ t, formats, choice }, value),
  };
}

interface Place {
  t: Translate;
  formats: Formats;
  choice: string;
}

function valueWords(place: Place, value: unknown): string {
  const { t, formats, choice } = place;
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0))
    return t(nothing[choice] ?? 'console-versions.value_none');
  if (typeof value === 'boolean') return t(value ? 'console-datasets.yes' : 'console-datasets.no');
  if (typeof value === 'number')
    return choice === 'filters.minAgreement' ? formats.percent(value) : formats.number(value);
  if (choice === 'criterion' && typeof value === 'string') return value;
  if (typeof value === 'string') {
    const key = values[choice]?.[value];
    return key === undefined ? momentName(value, formats) : t(key);
  }
  if (Array.isArray(value)) return formats.list(value.map((one) => valueWords(place, one)));
  if (choice === 'marginRatings') return ratingWords(place, value);
  return splitWords(place, value);
}

function ratingWords({ t }: Place, { key = '', better }: { key?: string; better?: string }): string {
  return better === 'lower' ? t('console-versions.rating_lower', { key }) : key;
}

interface SplitLike {
  by?: string;
  salt?: string;
  parts?: { name: string; share?: number; until?: string | null }[];
}

function splitWords({ t, formats }: Place, { by = '', salt, parts = [] }: SplitLike): string {
  const told = parts.map(({ name, share, until }) =>
    share === undefined ? `${name} ${until ?? ''}`.trim() : `${name} ${formats.percent(share)}`,
  );
  const shown = formats.list(told);
  if (by === 'date') return t('console-versions.split_date', { parts: shown });
  return t(by === 'annotator' ? 'console-versions.split_annotator' : 'console-versions.split_prompt', {
    parts: shown,
    salt: salt ?? '',
  });
}
