import { answerRules } from '@pairwright/domain/judgment/answer-rules';
import { type SaidRule, ruleReader, ruleSayer } from '@pairwright/domain/said-rule';

/** Of rows of ours. */
const rowDetails = {
  id_type: 'an id is a string or a whole number',
  string_type: 'this field is a string',
  text_length: 'this text has at most {most} characters',
  messages_type: 'this field is a list of messages',
  messages_empty: 'a list of messages has at least one message',
  message_type: 'a message is an object with {role} and {content}',
  content_type: 'content is a string',
  message_bytes: 'a message has at most {most} bytes',
  prompt_blank: "the prompt's last message is not blank",
  name_type: 'name is a string',
  tool_call_id_type: 'tool_call_id is a string',
  tool_calls_type: 'tool_calls is a list',
  images_type: 'images is a list',
  lang_detected_type: 'lang_detected is true or false',
  lang_missing: 'a row whose language was detected has "lang"',
  metadata_type: 'metadata is an object',
  tags_type: 'tags is a list of at most {most} texts, each of 1 to {longest} characters',
  responses_missing: 'a row with "messages" has "responses"',
  responses_type: 'responses is a list',
  responses_count: 'a row has {fewest} to {most} responses',
  response_type: 'a response is an object with model and content, or model and messages',
  gold_exam_type: 'exam is true or false',
  gold_explanation_type: 'explanation is a text, or {"en": …, "zh-CN": …} with both',
  gold_comparisons:
    'a row with a known answer is one comparison, of all its responses; under this plan it makes {comparisons} of its {responses}',
  gold_unasked: 'the project asks nothing yet',
  gold_letters: '"a" and "b" are answers to a question about pairs, and this is none',
} as const;

/** Of past votes in rows of ours. Those with a colon are what the library that checks shapes says. */
const voteDetails = {
  votes_count: 'votes is a list of at most {most} past judgments',
  vote_mains: 'a vote has one of {keys}; this one has {one} and {other}',
  vote_empty: 'a vote has one of {keys}, or {others}',
  vote_of: '"of" names responses of the row, each once, counted from 0 to {last}',
  vote_pair: 'a side, a strength and criteria are about two responses: name them in "of"',
  vote_single: 'thumbs and steps are about one response: name it in "of"',
  vote_ranks: 'ranks has one for each response',
  vote_safe: 'safe has one for each response',
  vote_rating: 'a rating names a response of the row, from 0 to {last}',
  vote_places: 'flags, spans and a rewrite name a response of the row, from 0 to {last}',
  vote_shown: '"shown" names the responses that the vote is about, each once',
  vote_counted: '"not_counted_because" stands beside "counted": false',
  vote_type: 'a vote: Invalid input: expected {expected}, received {received}',
  vote_option: 'a vote: Invalid option: expected one of {options}',
  vote_short: 'a vote: Too small: expected string to have >={least} characters',
  vote_long: 'a vote: Too big: expected string to have <={most} characters',
  vote_few: 'a vote: Too small: expected array to have >={least} items',
  vote_many: 'a vote: Too big: expected array to have <={most} items',
  vote_low: 'a vote: Too small: expected number to be >={least}',
  vote_high: 'a vote: Too big: expected number to be <={most}',
  vote_whole_low: 'a vote: Too small: expected int to be >={least}',
  vote_whole_high: 'a vote: Too big: expected int to be <={most}',
  vote_key: 'a vote: Unrecognized key: {key}',
  vote_keys: 'a vote: Unrecognized keys: {keys}',
  vote_time: 'a vote: Invalid ISO datetime',
} as const;

/** Of rows of foreign formats. */
const foreignDetails = {
  format_columns: 'a row has the columns of {format}',
  list_type: 'this field is a list',
  one_of: 'this is one of {words}',
  number_range: 'this is a number from {least} to {most}',
  rank_type: 'a rank is a number',
  rating_type: 'a rating is a number',
  turn_number: 'turn is 1 or 2',
  one_flag: 'exactly one of {columns} is 1',
  turns_even: 'prompt, response_a and response_b have the same number of turns',
  history_turns: 'earlier turns are a list of [question, answer]',
  steps_type: 'steps are a list of strings',
  pair_vote: 'a vote is 0 (tie), 1 or 2',
  response_index: 'a response is 0 or 1',
  preference_range: 'a preference is a number from -3 (the first is better) to 3',
  transcript_start: 'a transcript begins with "\\n\\nHuman:"',
  transcript_order: 'turns alternate; turn {turn} is by "{found}" where "{expected}" should speak',
  transcript_delimiter: 'turn {turn} has a delimiter inside its text',
  templated_turn: 'a turn begins with the mark of who speaks, and ends with the mark of its end and no other',
  templated_answer: 'the text ends with one answer of the assistant, closed by its mark',
  templated_prompt: 'the prompt ends with the mark that the answer of the assistant begins with',
  label_attributes: 'a label is {count} numbers, of {words}; -100 where nobody rated',
} as const;

/** Of the files that rows stand in. */
const containerDetails = {
  line_bytes: 'a line is at most {most} bytes long',
  record_bytes: 'a row is at most {most} bytes long',
  list_comma: 'a comma stands between two elements, not before the end',
  table_columns: 'a table has at most {most} columns',
  quote_open: 'a quote that opens here never closes',
  column_twice: 'a column has a name of its own; "{name}" stands twice',
  cell_count: 'every row has as many cells as the header, {header}; this one has {found}',
  column_bytes: 'columns hold texts, numbers, truth values, lists and objects, not bytes',
  unpack_ratio: 'a compressed file unpacks to at most {ratio} times its size',
  zstd_window: 'a zstd file has a window of at most 128 MiB',
  zip_size: 'a zip file has less than 4 GiB and 65,535 entries',
  readme_yaml: 'The front matter of README.md is not YAML.',
  readme_configs: '"configs" in README.md is wrong at {place}.',
  readme_split: 'There is no split {split}. Splits: {splits}.',
  readme_several: 'The folder has several configurations: {names}. Name one.',
  readme_config: 'There is no configuration {config}. There are: {names}.',
  readme_file: 'No file is {path}, which README.md names for the split {split}.',
  readme_no_configs: 'README.md has no "configs", so there is no configuration {config}.',
  folder_file: 'The archive has no file {path}.',
  no_folder: 'A configuration, a split or a file is chosen of a zip archive, and this is none.',
  folder_empty: 'The folder holds no file of data.',
  folder_splits:
    '{files}: no split stands in the name, but in others. Name the files in "configs" of README.md, or give them one by one.',
} as const;

/**
 * Rules sharper than those of the fault catalogues, where the place matters. The web translates by name; what is said
 * once stays, as stored faults are read by it.
 */
export const ruleDetails = {
  ...rowDetails,
  ...voteDetails,
  ...foreignDetails,
  ...containerDetails,
  ...answerRules,
} as const;
export type RuleDetail = keyof typeof ruleDetails;

export const sayDetail = ruleSayer(ruleDetails);
/** Which of these rules a sentence is, of a fault stored before too; null where it is none. */
export const readDetail = ruleReader(ruleDetails);

/** What another says of a shape, where it is one of these rules; null where it is none. */
export function knownDetail(rule: string): SaidRule | null {
  return readDetail(rule) === null ? null : (rule as SaidRule);
}
