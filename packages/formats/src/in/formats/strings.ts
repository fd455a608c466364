import { mappedFormat, type InFormat } from '../format.ts';
import { alternating, readList } from '../messages.ts';
import { partConversations } from '../common-start.ts';
import { Columns } from '../columns.ts';
import { inWords, signature } from '../signature.ts';

/** Two transcripts with the prompt inside, as HH-RLHF has them. */
export const hhStrings: InFormat = {
  ...mappedFormat('hh-strings', signature({ chosen: 'transcript', rejected: 'transcript' }), {
    version: 1,
    prompt: { inside: true },
    responses: {
      columns: [
        { column: 'chosen', as: 'transcript' },
        { column: 'rejected', as: 'transcript' },
      ],
    },
    votes: [{ kind: 'first', by: 'human' }],
  }),
  aliases: ['hh', 'hh-rlhf'],
};

/** Lists of strings, the speakers taking turns, the last one the answer. */
export const mossRm: InFormat = {
  name: 'moss-rm',
  aliases: ['moss'],
  // Beside a prompt they are several answers each, as in RewardBench 2.
  recognise: (row) => ('prompt' in row ? null : signature({ chosen: 'texts', rejected: 'texts' })(row)),
  read: (row, faults) => {
    const columns = new Columns(row);
    const sides = ['chosen', 'rejected'].map((key) => {
      const turns = readList(faults, `$.${key}`, columns.get(key));
      if (turns === null) return null;
      return turns.length % 2 === 0 ? alternating(turns) : faults.add(`$.${key}`, turns, 'turns');
    });
    if (sides[0] === null || sides[1] === null) return null;
    const parted = partConversations(faults, '$', [sides[0]!, sides[1]!]);
    return (
      parted && [
        {
          prompt: parted.prompt,
          responses: parted.answers.map((messages) => ({ model: null, messages })),
          pair: true,
          votes: [{ annotator: null, kind: null, outcome: 'a' as const }],
          metadata: columns.rest(),
        },
      ]
    );
  },
};

/** Two strings with the prompt somewhere inside: told, never guessed. */
export const stringsWithoutPrompt: InFormat = {
  name: 'strings-without-prompt',
  recognise: (row) => {
    const found = inWords(signature({ chosen: 'text', rejected: 'text' }), 'chosen', 'rejected')(row);
    const prompts = ['prompt', 'instruction', 'question', 'input', 'conversations', 'messages', 'context'];
    if (found === null || prompts.some((key) => key in row) || String(row['chosen']).startsWith('\n\nHuman:'))
      return null;
    return found;
  },
  read: (row, faults) => faults.add('$', row, 'no_prompt'),
};
