import { counted } from '@pairwright/domain/counted';
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
    case 'too_few':
      return `Only ${reason.rows} of ${counted(reason.sample, 'row')} ${reason.rows === 1 ? 'looks' : 'look'} like ${reason.format}. Name the format if that is right.`;
    case 'no_objects':
      return 'The file has no rows that are objects.';
    case 'unknown':
      return `No known format has the columns ${reason.columns.map((column) => JSON.stringify(column)).join(', ')}. Say with a mapping which column is what.`;
    case 'either':
      return `This is ${reason.formats.join(' or ')}: the columns of both are there. Name one of them.`;
    case 'mixed':
      return `Rows of several formats stand in one file: ${reason.formats.join(', ')}. Divide the file, or name the one to read.`;
    case 'unreadable':
      return `${reason.rule}. ${reason.fix}`;
  }
}
