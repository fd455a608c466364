import type { ForeignFaults } from './foreign-faults.ts';
import { assistant, user } from './messages.ts';
import type { LooseMessage } from './own-row.ts';
import { sayDetail } from '../rule-details.ts';

const delimiter = /\n\n(Human|Assistant):/g;
/** Words that stand where a delimiter should: a reader that looks for the two alone takes them for text. */
const stray = /(?:^|\n)[^\S\n]*(?:Hum|Human|Assistant|Assistent|User|System):/;

/**
 * A transcript of the HH kind: "\n\nHuman: …\n\nAssistant: …", turns alternating, the human first. One space behind a
 * delimiter belongs to it. Anything else is a fault: where a turn ends is not guessed.
 */
export function readTranscript(faults: ForeignFaults, path: string, text: string): LooseMessage[] | null {
  const marks = [...text.matchAll(delimiter)];
  if (marks.length === 0 || marks[0]!.index !== 0)
    return faults.add(path, text, { code: 'transcript', rule: sayDetail('transcript_start') });
  const messages: LooseMessage[] = [];
  for (let index = 0; index < marks.length; index++) {
    const mark = marks[index]!;
    const expected = index % 2 === 0 ? 'Human' : 'Assistant';
    const content = text.slice(mark.index + mark[0].length, marks[index + 1]?.index).replace(/^ /, '');
    if (mark[1] !== expected)
      return faults.add(path, text.slice(mark.index), {
        code: 'transcript',
        rule: sayDetail('transcript_order', { turn: index + 1, found: mark[1]!, expected }),
      });
    const found = stray.exec(content);
    if (found !== null)
      return faults.add(path, content.slice(found.index), {
        code: 'transcript',
        rule: sayDetail('transcript_delimiter', { turn: index + 1 }),
      });
    messages.push(expected === 'Human' ? user(content) : assistant(content));
  }
  return messages;
}
