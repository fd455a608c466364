/** Votes that do not count: why, of one and of more. */
function notCounted(one: string, other: string): { one: string; other: string } {
  return {
    one: `past vote does not count: ${one}. It is no judgment, and kept in the metadata of its comparison.`,
    other: `past votes do not count: ${other}. They are no judgments, and kept in the metadata of their comparisons.`,
  };
}

/** Things worth knowing that keep no row out, counted over the whole file: of one, and of more. */
export const importNoteCatalogue = {
  empty_response: {
    one: 'response is empty. It is kept: an empty output is an output.',
    other: 'responses are empty. They are kept: an empty output is an output.',
  },
  extra_keys: {
    one: 'row has top-level keys that are not ours. They are kept in the metadata, untouched.',
    other: 'rows have top-level keys that are not ours. They are kept in the metadata, untouched.',
  },
  model_unnamed: {
    one: 'response of a ready pair names no model. It is kept under the model name "unnamed".',
    other: 'responses of ready pairs name no model. They are kept under the model name "unnamed".',
  },
  details_kept: {
    one: 'row repeats a prompt with another id, language, category, source or metadata. The details it came with first are kept.',
    other:
      'rows repeat a prompt with another id, language, category, source or metadata. The details it came with first are kept.',
  },
  texts_joined: {
    one: 'message has its text in several parts. The texts are joined by line breaks, images stand together.',
    other:
      'messages have their text in several parts. The texts are joined by line breaks, images stand together.',
  },
  groups_split: {
    one: 'prompt has more responses than one comparison holds. They were dealt into several of nearly equal size, each response into one.',
    other:
      'prompts have more responses than one comparison holds. They were dealt into several of nearly equal size, each response into one.',
  },
  comparisons_unfit: {
    one: "comparison does not fit the project's question as it is. It is kept and rests until a version of it that fits.",
    other:
      "comparisons do not fit the project's question as it is. They are kept and rest until a version of it that fits.",
  },
  gold_added: {
    one: 'comparison has a known answer. It is gold: annotators are tested by it.',
    other: 'comparisons have a known answer. They are gold: annotators are tested by them.',
  },
  gold_kept: {
    one: 'row brings a known answer to a comparison that has another one, or another explanation or exam mark. What it has stays.',
    other:
      'rows bring a known answer to a comparison that has another one, or another explanation or exam mark. What it has stays.',
  },
  gold_practice: {
    one: 'row brings a known answer to an example of the practice round. It stays one: its answer is told to everybody.',
    other:
      'rows bring a known answer to an example of the practice round. It stays one: its answer is told to everybody.',
  },
  votes_unfit: {
    one: 'past vote answers nothing that the project asks as it is (another kind of vote, or an answer the question does not offer). It is no judgment, and kept in the metadata of its comparison.',
    other:
      'past votes answer nothing that the project asks as it is (another kind of vote, or an answer the question does not offer). They are no judgments, and kept in the metadata of their comparisons.',
  },
  votes_partly: {
    one: 'past vote says more beside its answer than the project asks (ratings, criteria, flags and the like). The whole vote is kept in the metadata of its comparison, too.',
    other:
      'past votes say more beside their answers than the project asks (ratings, criteria, flags and the like). The whole votes are kept in the metadata of their comparisons, too.',
  },
  votes_from_criteria: {
    one: 'judgment was made of a past vote that has criteria and no answer of its own: what they agree on, else what the criterion of helpfulness says.',
    other:
      'judgments were made of past votes that have criteria and no answer of their own: what they agree on, else what the criterion of helpfulness says.',
  },
  votes_from_ratings: {
    one: 'judgment was made of ratings alone, as this import was asked to: the response that is rated higher is preferred.',
    other:
      'judgments were made of ratings alone, as this import was asked to: the response that is rated higher is preferred.',
  },
  votes_not_counted: notCounted('its file says so', 'their file says so'),
  votes_not_counted_superseded: notCounted('another one replaced it', 'others replaced them'),
  votes_not_counted_retracted: notCounted('it was taken back', 'they were taken back'),
  votes_not_counted_retraction: notCounted('it only takes another one back', 'they only take others back'),
  votes_not_counted_withdrawn: notCounted('its comparison was withdrawn', 'their comparisons were withdrawn'),
  votes_not_counted_excluded: notCounted('it was excluded', 'they were excluded'),
  votes_not_counted_surplus: notCounted('there were more than asked for', 'there were more than asked for'),
  votes_not_counted_repeat: notCounted(
    'it was given to a comparison for the second time',
    'they were given to comparisons for the second time',
  ),
  votes_not_counted_practice: notCounted('it was practice', 'they were practice'),
  votes_not_counted_gold: notCounted(
    'it was the answer to a gold comparison',
    'they were answers to gold comparisons',
  ),
  votes_not_counted_review: notCounted('it was given in review', 'they were given in review'),
  votes_unplanned: {
    one: 'past vote is about responses that this plan does not compare. It was left out.',
    other: 'past votes are about responses that this plan does not compare. They were left out.',
  },
  votes_there: {
    one: 'past vote is there already. It is not added again.',
    other: 'past votes are there already. They are not added again.',
  },
  rows_joined: {
    one: 'row of the file was put together with the row before it, as its format has it.',
    other: 'rows of the file were put together with the row before them, as their format has it.',
  },
  files_left_out: {
    one: 'file of the archive holds no rows (pictures, read-me files and the like). It was left out.',
    other: 'files of the archive hold no rows (pictures, read-me files and the like). They were left out.',
  },
  personal_masked: {
    one: 'row had personal data in its texts. It was replaced by [EMAIL], [PHONE] and the like.',
    other: 'rows had personal data in their texts. It was replaced by [EMAIL], [PHONE] and the like.',
  },
  byte_order_mark: {
    one: 'byte order mark at the start of the file. It is not part of the first row.',
    other: 'byte order marks at the starts of files. They are not part of a row.',
  },
} as const satisfies Record<string, { one: string; other: string }>;

export type ImportNoteCode = keyof typeof importNoteCatalogue;
