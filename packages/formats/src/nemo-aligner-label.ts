/** The attributes of a label in the order of NeMo-Aligner. A rating with the key of one of them takes its place. */
export const labelAttributes = [
  'quality',
  'toxicity',
  'humor',
  'creativity',
  'helpfulness',
  'correctness',
  'coherence',
  'complexity',
  'verbosity',
] as const;

/** What NeMo-Aligner passes over: nobody rated this attribute. */
export const MASKED = -100;
