import {
  importFaultCatalogue,
  maxFaultsPerRow,
  type ImportFault,
  type ImportFaultCode,
} from '../import-faults.ts';
import { cutText, excerpt } from '../text.ts';
import type { SaidRule } from '@pairwright/domain/said-rule';

/** What can be wrong with a row of a foreign format, beside the faults of our own rows. */
export const foreignFaultCatalogue = {
  not_this_format: {
    rule: 'a row has the columns of the format that is read',
    fix: 'Name another format with --from, or say with a mapping which column is what.',
  },
  json_cell: {
    rule: 'this cell holds JSON text',
    fix: 'Write the cell with a JSON library; a list that Python prints is not JSON.',
  },
  unknown_vote: {
    rule: 'the vote has a value that the format defines',
    fix: 'Correct the value, or say with a mapping what it means: it is never guessed.',
  },
  mapping_unfit: {
    rule: 'the votes of a mapping fit its responses: where these stand in columns, ranks and ratings have a column for each',
    fix: 'Correct the mapping: a list of columns for each criterion, or "columns" for ranks; sides for two responses, thumbs and steps for one.',
  },
  transcript: {
    rule: 'a transcript is turns that begin with "\\n\\nHuman:" and "\\n\\nAssistant:", one after the other',
    fix: 'Correct the delimiters of this row, or convert it into lists of messages: where a turn ends is not guessed.',
  },
  templated: {
    rule: 'turns in one text stand in the marks of ChatML, of Llama 3, or behind "Human:" and "Assistant:"',
    fix: 'Correct the marks of this row, or convert it into lists of messages: where a turn ends is not guessed.',
  },
  no_partner: {
    rule: 'two lines that follow each other are a pair: the better answer, then the worse one to the same prompt',
    fix: 'Bring the other line of the pair back, or take this one out. If the lines are no pairs, name another format or say with a mapping what they are.',
  },
  no_other_output: {
    rule: 'another model answered the same instruction, here or in another file of the import',
    fix: 'Import the outputs of both models together, as a zip or a folder; or take the instruction out that only one of them answered.',
  },
  too_many_to_gather: {
    rule: 'outputs that are put together by their instructions have at most 128 MiB of text',
    fix: 'Divide the files by instructions, each part with the outputs of all models, and import them one after the other.',
  },
  no_prompt: {
    rule: 'the prompt stands in the row, in a column or as the start of both conversations',
    fix: 'Add the prompt. Two strings without it have no certain border between prompt and answer.',
  },
  prompts_differ: {
    rule: 'both sides answer the same prompt',
    fix: 'Both conversations must begin with the same messages and share a user message before the answers.',
  },
  turns: {
    rule: 'turns alternate between the two speakers and end with the answer',
    fix: 'Write the turns as user, assistant, user, assistant …',
  },
  text_missing: {
    rule: 'every response has its text',
    fix: 'Export the votes with the texts, or import the outputs themselves.',
  },
  tree_not_ready: {
    rule: 'a conversation tree is ready for export and was not deleted',
    fix: 'Nothing is to be done if it was left out on purpose; else export it in the state ready_for_export.',
  },
  nothing_to_compare: {
    rule: 'a row has answers to be judged',
    fix: 'Leave the row out: it holds a prompt, or a conversation, without an answer.',
  },
  system_per_response: {
    rule: 'all answers of a row were given to the same system prompt',
    fix: 'Judging them together would compare answers to different prompts: split the row, or drop the system prompts on purpose.',
  },
} as const satisfies Record<string, { rule: string; fix: string }>;

export type ForeignFaultCode = keyof typeof foreignFaultCatalogue;

/** As `ImportFault`; the path is one of the foreign row, or of our row made of it where it begins with "row: ". */
export interface ForeignFault extends Omit<ImportFault, 'code'> {
  readonly code: ImportFaultCode | ForeignFaultCode;
}

const catalogue = { ...importFaultCatalogue, ...foreignFaultCatalogue };

/** Collects what is wrong with one foreign row; a row with a fault gives no rows. */
export class ForeignFaults {
  readonly list: ForeignFault[] = [];
  readonly line: number;

  constructor(line: number) {
    this.line = line;
  }

  /** Gives null, so that readers can end with it. */
  add(
    path: string,
    value: unknown,
    reason: ForeignFault['code'] | { code: ForeignFault['code']; rule: SaidRule },
  ): null {
    const { code, rule } = typeof reason === 'string' ? { code: reason, rule: undefined } : reason;
    if (this.list.length < maxFaultsPerRow) {
      const text = catalogue[code];
      this.list.push({
        line: this.line,
        path: cutText(path, 300),
        value: excerpt(value),
        code,
        rule: rule ?? text.rule,
        fix: text.fix,
      });
    }
    return null;
  }
}
