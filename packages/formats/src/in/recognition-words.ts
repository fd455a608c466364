import { counted } from '@pairwright/domain/counted';
import { ruleReader, ruleSayer } from '@pairwright/domain/said-rule';
import type { FormatSign, RecognitionReason, SignKind } from '@pairwright/contract/import-recognition';

const held: Readonly<Record<SignKind, string>> = {
  text: 'text',
  transcript: 'a transcript that begins with "Human:"',
  list: 'a list',
  texts: 'a list of texts',
  messages: 'a list of messages',
  turns: 'a list of turns with "from"',
  object: 'an object',
  number: 'a number',
  truth: 'true or false',
  there: 'there',
};

/**
 * Why it is not known how a file is read, as an import that stopped for it keeps it. The web translates by name; what is
 * said once stays, as stored errors are read by it.
 */
export const stoppedRules = {
  too_few: 'Only {rows} of {sample} rows look like {format}. Name the format if that is right.',
  too_few_one: 'Only one of {sample} rows looks like {format}. Name the format if that is right.',
  no_objects: 'The file has no rows that are objects.',
  unknown: 'No known format has the columns {columns}. Say with a mapping which column is what.',
  either: 'This is {one} or {other}: the columns of both are there. Name one of them.',
  mixed: 'Rows of several formats stand in one file: {formats}. Divide the file, or name the one to read.',
  no_format: 'There is no format "{format}".',
  datasets: 'dataset_info.json describes several data sets: {names}.',
  unreadable: 'The file cannot be read: {rule}.',
  empty: 'The file cannot be read: it holds nothing.',
} as const;

export const sayStopped = ruleSayer(stoppedRules);
/** Which of these an error says, of one stored before too; null where it is none. */
export const readStopped = ruleReader(stoppedRules);

/** What speaks for a format, for a terminal. */
export function signText({ column, holds }: FormatSign): string {
  return `"${column}" is ${held[holds]}`;
}

/** Why a file is taken for a format, or for none, in a sentence for a terminal; with what speaks for the clear one. */
export function reasonText(reason: RecognitionReason, evidence: readonly FormatSign[] = []): string {
  const signs = evidence.map(signText).join(', ');
  switch (reason.code) {
    case 'clear':
      return `${reason.rows} of ${counted(reason.sample, 'row')} looked at ${reason.rows === 1 ? 'is' : 'are'} ${reason.format}${signs === '' ? '' : `: ${signs}`}.`;
    case 'too_few': {
      const { rows, sample, format } = reason;
      return rows === 1
        ? sayStopped('too_few_one', { sample, format })
        : sayStopped('too_few', { rows, sample, format });
    }
    case 'no_objects':
      return sayStopped('no_objects');
    case 'unknown':
      return sayStopped('unknown', {
        columns: reason.columns.map((name) => JSON.stringify(name)).join(', '),
      });
    case 'either': {
      const [one, other] = reason.formats;
      return sayStopped('either', { one, other });
    }
    case 'mixed':
      return sayStopped('mixed', { formats: reason.formats.join(', ') });
    case 'unreadable':
      return `${reason.rule}. ${reason.fix}`;
  }
}
