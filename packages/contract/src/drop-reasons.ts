/**
 * Why a unit gives no row. `no_preference`: nothing says which of the two is better, because one response was judged
 * alone or a rewrite tells nothing of it. `not_selected`: the recipe leaves this pair of a ranking, or rewrites, out.
 * `withdrawn`: the comparison is out of work. `other_batch` to `flag_raised`: it does not pass the filters; see `comparisonFault` of domain. `low_agreement` to
 * `no_margin`: what came of the votes does not; see `rowsOfUnit`. `duplicate`: an earlier row says the same, `near_duplicate`: nearly
 * the same.
 * `personal_data`: a text has some, and the recipe refuses it.
 */
export const dropReasons = [
  'too_few_judgments',
  'tie',
  'both_bad',
  'no_majority',
  'cannot_judge',
  'identical_responses',
  'empty_chosen',
  'text_missing',
  'flagged',
  'no_preference',
  'not_selected',
  'withdrawn',
  'other_batch',
  'other_round',
  'other_language',
  'other_category',
  'other_source',
  'other_tag',
  'other_model',
  'other_length',
  'not_adjudicated',
  'flag_raised',
  'low_agreement',
  'too_weak',
  'other_outcome',
  'no_margin',
  'duplicate',
  'near_duplicate',
  'personal_data',
] as const;
export type DropReason = (typeof dropReasons)[number];
