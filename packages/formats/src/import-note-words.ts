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
    one: 'past vote answers nothing that the project asks as it is (another kind of vote, or an answer the question does not offer). It was left out.',
    other:
      'past votes answer nothing that the project asks as it is (another kind of vote, or an answer the question does not offer). They were left out.',
  },
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
