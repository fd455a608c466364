import type { RowVote } from '../../import-votes.ts';
import { jsonOf, numberOf } from '../cells.ts';
import { Columns } from '../columns.ts';
import { partConversations } from '../common-start.ts';
import type { ForeignFaults } from '../foreign-faults.ts';
import type { ForeignRow, InFormat } from '../format.ts';
import { joinVotes } from '../joins.ts';
import { assistant, readList, readMessages, user } from '../messages.ts';
import type { OwnRow } from '../own-row.ts';
import { signature } from '../signature.ts';
import { instantOf, languageOf, voter } from '../votes.ts';
import { sayDetail } from '../../rule-details.ts';

const winners: Readonly<Record<string, NonNullable<RowVote['outcome']>>> = {
  model_a: 'a',
  model_b: 'b',
  tie: 'tie',
  'tie (bothbad)': 'both_bad',
  both_bad: 'both_bad',
  bothbad: 'both_bad',
  // Two runs of a model judge with the sides changed said different things.
  'tie (inconsistent)': 'tie',
};

/** Reads the two conversations, the winner and who said so. */
function readBattle(
  row: ForeignRow,
  faults: ForeignFaults,
  who: (columns: Columns) => Omit<RowVote, 'outcome'>,
): OwnRow | null {
  const columns = new Columns(row);
  const sides = ['conversation_a', 'conversation_b'].map((key) =>
    readMessages(faults, { path: `$.${key}`, value: columns.get(key) }),
  );
  const winner = columns.get('winner');
  const outcome = typeof winner === 'string' ? winners[winner] : undefined;
  if (outcome === undefined)
    faults.add('$.winner', winner, {
      code: 'unknown_vote',
      rule: sayDetail('one_of', { words: Object.keys(winners).join(', ') }),
    });
  if (sides[0] === null || sides[1] === null || outcome === undefined) return null;
  const parted = partConversations(faults, '$', [sides[0]!, sides[1]!]);
  if (parted === null) return null;
  const language = languageOf(row['language']);
  if (language !== undefined) columns.use('language');
  const vote = { ...who(columns), outcome };
  const models = ['model_a', 'model_b'].map((key) => columns.word(key) ?? null);
  const inconsistent = winner === 'tie (inconsistent)';
  return {
    lang: language,
    prompt: parted.prompt,
    responses: parted.answers.map((messages, index) => ({ model: models[index]!, messages })),
    pair: true,
    votes: [inconsistent ? { ...vote, metadata: { ...vote.metadata, winner } } : vote],
    metadata: columns.rest(),
  };
}

function when(columns: Columns, key: string): { created_at?: string } {
  const instant = instantOf(columns.row[key]);
  if (instant === null) return {};
  columns.use(key);
  return { created_at: instant };
}

const battle = {
  conversation_a: 'list',
  conversation_b: 'list',
  model_a: 'text',
  model_b: 'text',
  winner: 'text',
} as const;

/** Dumps of the arena with the judge as a hash. */
export const arena100k: InFormat = {
  name: 'arena-100k',
  listsAsShown: true,
  aliases: ['arena', 'chatbot-arena', 'lmarena-100k'],
  recognise: (row) =>
    'judge' in row && !('judge_hash' in row) && 'question_id' in row
      ? null
      : signature(battle, ['judge_hash', 'tstamp', 'anony', 'judge'])(row),
  read: (row, faults) => {
    const made = readBattle(row, faults, (columns) => ({
      ...voter(columns.word('judge_hash') ?? columns.word('judge'), 'human'),
      ...when(columns, 'tstamp'),
    }));
    return made && [made];
  },
};

/** Newer dumps: content in blocks, and "both bad" is a word of its own. */
export const arena140k: InFormat = {
  name: 'arena-140k',
  aliases: ['lmarena-140k'],
  listsAsShown: true,
  recognise: signature({ ...battle, evaluation_session_id: 'text' }, [
    'evaluation_order',
    'full_conversation',
    'conv_metadata',
  ]),
  read: (row, faults) => {
    const made = readBattle(row, faults, (columns) => ({
      ...voter(null, 'human'),
      ...when(columns, 'timestamp'),
    }));
    return made && [made];
  },
};

/**
 * The conversations as far as the vote is about them. Votes on the two turns are votes on two comparisons: in one, the second
 * of them would be the same judge's repeat of the first.
 */
function upToTurn(row: ForeignRow, turn: 1 | 2): ForeignRow {
  const cut = (conversation: unknown): unknown => {
    const turns = jsonOf(conversation) ?? conversation;
    return Array.isArray(turns) ? turns.slice(0, turn * 2) : turns;
  };
  return { ...row, conversation_a: cut(row['conversation_a']), conversation_b: cut(row['conversation_b']) };
}

/** Votes on the first or second answer of two-turn conversations; the judge is a person's pseudonym or a model. */
export const mtBench: InFormat = {
  name: 'mt-bench',
  listsAsShown: true,
  aliases: ['fastchat-judgments'],
  recognise: signature({ question_id: 'any', ...battle, judge: 'any', turn: 'number' }),
  read: (row, faults) => {
    const turn = numberOf(row['turn']);
    const judged = turn === 1 || turn === 2 ? upToTurn(row, turn) : row;
    const made = readBattle(judged, faults, (columns) => {
      const judge = columns.get('judge');
      const given = jsonOf(judge) ?? judge;
      const name = Array.isArray(given) ? given.join(' ') : given;
      const isModel = typeof name === 'string' && /^(gpt|claude|gemini|llama|qwen|deepseek)/i.test(name);
      const isHuman = typeof name === 'string' && /^(expert|author)/i.test(name);
      return voter(name, isModel ? 'model' : isHuman ? 'human' : null);
    });
    if (made === null) return null;
    if (turn !== 1 && turn !== 2)
      return faults.add('$.turn', row['turn'], { code: 'unknown_vote', rule: sayDetail('turn_number') });
    const { turn: _turn, question_id: question, ...metadata } = made.metadata;
    const id = typeof question === 'string' || typeof question === 'number' ? question : undefined;
    // Answers of the first turn that are the same stand in the prompt.
    const judge_turn = turn * 2 - 1 - made.prompt.length;
    return [{ ...made, prompt_id: id, judge_turn, metadata }];
  },
  join: joinVotes,
};

const flags = ['winner_model_a', 'winner_model_b', 'winner_tie'] as const;

/** The competition file: cells are JSON lists of turns, three columns say who won. A turn that is null is an empty answer. */
export const arena55k: InFormat = {
  name: 'arena-55k',
  listsAsShown: true,
  aliases: ['lmsys-55k', 'lmarena-55k'],
  recognise: signature(
    { prompt: 'list', response_a: 'list', response_b: 'list', winner_model_a: 'any', winner_tie: 'any' },
    ['id'],
  ),
  read: (row, faults) => {
    const columns = new Columns(row);
    const [prompts, a, b] = ['prompt', 'response_a', 'response_b'].map((key) =>
      readList(faults, `$.${key}`, columns.get(key)),
    );
    const won = flags.filter((key) => Number(columns.get(key)) === 1);
    if (won.length !== 1)
      faults.add('$', row, {
        code: 'unknown_vote',
        rule: sayDetail('one_flag', { columns: flags.join(', ') }),
      });
    if (!prompts || !a || !b || won.length !== 1) return null;
    if (a.length !== prompts.length || b.length !== prompts.length)
      return faults.add('$', row, {
        code: 'turns',
        rule: sayDetail('turns_even'),
      });
    const conversation = (answers: readonly unknown[]) =>
      prompts.flatMap((prompt, turn) => [user(prompt ?? ''), assistant(answers[turn] ?? '')]).slice(1);
    const outcome = won[0] === 'winner_model_a' ? 'a' : won[0] === 'winner_model_b' ? 'b' : 'tie';
    return [
      {
        pair_id: columns.word('id'),
        prompt: [user(prompts[0])],
        responses: [
          { model: columns.word('model_a') ?? null, messages: conversation(a) },
          { model: columns.word('model_b') ?? null, messages: conversation(b) },
        ],
        pair: true,
        votes: [{ annotator: null, kind: 'human', outcome }],
        metadata: columns.rest(),
      },
    ];
  },
};
