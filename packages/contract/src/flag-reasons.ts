/** What annotators can report of a comparison, in the order in which it is offered. Free of shapes, for browsers. */
export const flagReasons = [
  'broken_content',
  'personal_data',
  'harmful_content',
  'reveals_model',
  'identical_responses',
  'other',
] as const;
export type FlagReason = (typeof flagReasons)[number];
