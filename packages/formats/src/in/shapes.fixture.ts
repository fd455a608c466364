/** One small row of every shape that is read, written by hand after its description. */
const q = { role: 'user', content: 'Why is the sky blue?' };
const sys = { role: 'system', content: 'Be brief.' };
const good = { role: 'assistant', content: 'Rayleigh scattering.' };
const poor = { role: 'assistant', content: 'It mirrors the sea.' };
const hh = (answer: string) =>
  `\n\nHuman: Hi\n\nAssistant: Hello\n\nHuman: Why is the sky blue?\n\nAssistant: ${answer}`;

const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } };
const said = { role: 'tool', content: '3', tool_call_id: 'c' };

export interface ShapeRow {
  readonly format: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly prompt: readonly string[];
  readonly answers: readonly string[];
  /** What the (first) vote says. */
  readonly vote: Readonly<Record<string, unknown>> | null;
}

const ask = ['user: Why is the sky blue?'];
const pair = ['assistant: Rayleigh scattering.', 'assistant: It mirrors the sea.'];
const a = { outcome: 'a' };
const texts = { chosen: good.content, rejected: poor.content };

export const shapeRows: readonly ShapeRow[] = [
  {
    format: 'pairwright',
    row: {
      messages: [q],
      responses: [
        { model: 'x', content: good.content },
        { model: 'y', content: poor.content },
      ],
    },
    prompt: ask,
    answers: pair,
    vote: null,
  },
  {
    format: 'pairwright',
    row: {
      prompt: q.content,
      response_a: good.content,
      response_b: poor.content,
      votes: [{ annotator: 'p', kind: 'human', strength: -2 }],
    },
    prompt: ask,
    answers: pair,
    vote: { annotator: 'p', strength: -2 },
  },
  {
    format: 'judged-pair',
    row: {
      prompt: q.content,
      response_a: good.content,
      response_b: poor.content,
      model_a: 'x',
      model_b: 'y',
      winner: 'model_b',
      judge: 'gpt-4',
    },
    prompt: ask,
    answers: pair,
    vote: { outcome: 'b', annotator: 'gpt-4', kind: null },
  },
  {
    format: 'trl-implicit',
    row: { chosen: [sys, q, good], rejected: [sys, q, poor] },
    prompt: ['system: Be brief.', ...ask],
    answers: pair,
    vote: a,
  },
  {
    format: 'trl-explicit',
    row: { prompt: [q], chosen: [good], rejected: [poor], margin: 1 },
    prompt: ask,
    answers: pair,
    vote: a,
  },
  { format: 'text-triple', row: { prompt: q.content, ...texts }, prompt: ask, answers: pair, vote: a },
  {
    format: 'rewardbench',
    row: { prompt: q.content, ...texts, chosen_model: 'x', rejected_model: 'y', subset: 'chat', id: 7 },
    prompt: ask,
    answers: pair,
    vote: a,
  },
  {
    format: 'kto',
    row: { prompt: q.content, completion: good.content, label: true },
    prompt: ask,
    answers: [pair[0]!],
    vote: { thumbs: 'up' },
  },
  {
    format: 'kto',
    row: { prompt: [q], completion: [poor], label: 0 },
    prompt: ask,
    answers: [pair[1]!],
    vote: { thumbs: 'down' },
  },
  {
    format: 'stepwise',
    row: { prompt: q.content, completions: ['One.', 'Two.'], labels: [true, false] },
    prompt: ask,
    answers: ['assistant: One.\n\nTwo.'],
    vote: { steps: ['right', 'wrong'] },
  },
  {
    format: 'hh-strings',
    row: { chosen: hh(good.content), rejected: hh(poor.content) },
    prompt: ['user: Hi', 'assistant: Hello', ...ask],
    answers: pair,
    vote: { ...a, kind: 'human' },
  },
  {
    format: 'moss-rm',
    row: { chosen: [q.content, good.content], rejected: [q.content, poor.content] },
    prompt: ask,
    answers: pair,
    vote: a,
  },
  {
    format: 'llamafactory-alpaca',
    row: {
      instruction: 'Why is',
      input: 'the sky blue?',
      ...texts,
      system: 'Be brief.',
      history: [['Hi', 'Hello']],
    },
    prompt: ['system: Be brief.', 'user: Hi', 'assistant: Hello', 'user: Why is\nthe sky blue?'],
    answers: pair,
    vote: a,
  },
  {
    format: 'llamafactory-sharegpt',
    row: {
      conversations: [{ from: 'human', value: q.content }],
      chosen: { from: 'gpt', value: good.content },
      rejected: { from: 'gpt', value: poor.content },
    },
    prompt: ask,
    answers: pair,
    vote: a,
  },
  {
    format: 'llamafactory-kto',
    row: {
      conversations: [
        { from: 'human', value: q.content },
        { from: 'gpt', value: good.content },
      ],
      kto_tag: true,
    },
    prompt: ask,
    answers: [pair[0]!],
    vote: { thumbs: 'up' },
  },
  {
    format: 'swift-kto',
    row: { messages: [q, poor], label: false },
    prompt: ask,
    answers: [pair[1]!],
    vote: { thumbs: 'down' },
  },
  {
    format: 'swift-rlhf',
    row: { messages: [q, good], rejected_response: poor.content },
    prompt: ask,
    answers: pair,
    vote: a,
  },
  {
    format: 'swift-rlhf',
    row: { messages: [q, good], rejected_messages: [q, poor] },
    prompt: ask,
    answers: pair,
    vote: a,
  },
  {
    format: 'axolotl-bt',
    row: { system: '', input: q.content, ...texts },
    prompt: ask,
    answers: pair,
    vote: a,
  },
  {
    format: 'axolotl-intel',
    row: { system: 'Be brief.', question: q.content, ...texts },
    prompt: ['system: Be brief.', ...ask],
    answers: pair,
    vote: a,
  },
  {
    format: 'axolotl-dpo',
    row: { messages: [q], chosen: good, rejected: poor },
    prompt: ask,
    answers: pair,
    vote: a,
  },
  {
    format: 'nemo-rl',
    row: {
      context: [q],
      completions: [
        { rank: 0, completion: [good] },
        { rank: 1, completion: [poor] },
      ],
    },
    prompt: ask,
    answers: pair,
    vote: { ranks: [1, 2] },
  },
  {
    format: 'nemo-aligner-regression',
    row: {
      text: '<|im_start|>user\nWhy is the sky blue?<|im_end|>\n<|im_start|>assistant\nRayleigh scattering.<|im_end|>',
      label: [-100, -100, -100, -100, 4, 3.5, -100, -100, 0],
    },
    prompt: ask,
    answers: [pair[0]!],
    vote: {
      ratings: [
        { key: 'helpfulness', response: 0, value: 4 },
        { key: 'correctness', response: 0, value: 3.5 },
        { key: 'verbosity', response: 0, value: 0 },
      ],
    },
  },
  {
    format: 'nemo-aligner-dpo',
    row: {
      prompt: hh('').trimEnd(),
      chosen_response: ` ${good.content}`,
      rejected_response: ` ${poor.content}`,
    },
    prompt: ['user: Hi', 'assistant: Hello', ...ask],
    answers: pair,
    vote: a,
  },
  {
    format: 'nemo-aligner-dpo',
    row: {
      prompt: q.content,
      chosen_response: good.content,
      rejected_response: poor.content,
      chosen_reward: 1,
    },
    prompt: ask,
    answers: pair,
    vote: a,
  },
  {
    format: 'colossal',
    row: {
      context: [{ from: 'user', content: q.content }],
      chosen: [{ from: 'assistant', content: good.content }],
      rejected: [{ from: 'assistant', content: poor.content }],
    },
    prompt: ask,
    answers: pair,
    vote: a,
  },
  {
    format: 'tinker',
    row: {
      comparison: { prompt_conversation: [q], completion_A: [good], completion_B: [poor] },
      label: 'Tie',
    },
    prompt: ask,
    answers: pair,
    vote: { outcome: 'tie' },
  },
  {
    format: 'helpsteer2',
    row: {
      prompt: q.content,
      response: good.content,
      helpfulness: 4,
      correctness: 4,
      coherence: 4,
      complexity: 1,
      verbosity: 0,
    },
    prompt: ask,
    answers: [pair[0]!],
    vote: { kind: 'human' },
  },
  {
    format: 'helpsteer2-preference',
    row: {
      prompt: q.content,
      response_1: good.content,
      response_2: poor.content,
      preference_strength: -2,
      split: 'train',
    },
    prompt: ask,
    answers: pair,
    vote: { strength: -2 },
  },
  {
    format: 'helpsteer3',
    row: {
      domain: 'general',
      language: 'english',
      context: [q],
      response1: good.content,
      response2: poor.content,
      overall_preference: -2,
      individual_preference: [
        { score: -3, reasoning: 'R', feedback1: 'f' },
        { score: 1, reasoning: 'S', feedback1: 'g' },
      ],
    },
    prompt: ask,
    answers: pair,
    vote: { strength: -3, rationale: 'R', metadata: { feedback1: 'f' } },
  },
  {
    format: 'ultrafeedback',
    row: {
      source: 's',
      instruction: q.content,
      models: ['x', 'y'],
      completions: [good, poor].map(({ content }, index) => ({
        model: 'xy'[index],
        response: content,
        principle: 'p',
        custom_system_prompt: 'c',
        annotations: {
          helpfulness: { Rating: String(5 - index), Rationale: 'r' },
          honesty: { Rating: 'N/A' },
        },
      })),
    },
    prompt: ask,
    answers: pair,
    vote: {
      kind: 'model',
      ratings: [
        { key: 'helpfulness', response: 0, value: 5 },
        { key: 'helpfulness', response: 1, value: 4 },
      ],
    },
  },
  {
    format: 'ultrafeedback-binarized',
    row: {
      prompt: q.content,
      prompt_id: 'u',
      chosen: [q, good],
      rejected: [q, poor],
      score_chosen: 8,
      score_rejected: 3,
    },
    prompt: ask,
    answers: pair,
    vote: {
      ...a,
      kind: 'model',
      ratings: [
        { key: 'score', response: 0, value: 8 },
        { key: 'score', response: 1, value: 3 },
      ],
    },
  },
  {
    format: 'ultrafeedback-binarized',
    row: { prompt: q.content, chosen: [q, good], rejected: [q, poor] },
    prompt: ask,
    answers: pair,
    vote: { ...a, kind: null },
  },
  {
    format: 'argilla-binarized',
    row: {
      instruction: q.content,
      chosen_response: good.content,
      rejected_response: poor.content,
      chosen_rating: 5,
      rejected_rating: 2,
    },
    prompt: ask,
    answers: pair,
    vote: {
      ...a,
      ratings: [
        { key: 'rating', response: 0, value: 5 },
        { key: 'rating', response: 1, value: 2 },
      ],
    },
  },
  {
    format: 'nectar',
    row: {
      prompt: '\n\nHuman: Why is the sky blue?\n\nAssistant: ',
      answers: [
        { answer: good.content, model: 'x', rank: 1 },
        { answer: poor.content, model: 'y', rank: 2 },
      ],
      turns: 1,
      num_responses: 2,
      source: ['s'],
      good_natured: true,
    },
    prompt: ask,
    answers: pair,
    vote: { kind: 'model', ranks: [1, 2] },
  },
  {
    format: 'shp',
    row: {
      post_id: 'p',
      domain: 'askscience',
      history: q.content,
      human_ref_A: good.content,
      human_ref_B: poor.content,
      labels: 1,
      score_A: 20,
      score_B: 4,
      score_ratio: 5,
    },
    prompt: ask,
    answers: pair,
    vote: { kind: 'human', strength: -Math.log(5) },
  },
  {
    format: 'oasst',
    row: {
      message_tree_id: 't',
      tree_state: 'ready_for_export',
      prompt: {
        message_id: 'm',
        text: q.content,
        role: 'prompter',
        lang: 'en',
        replies: [
          { message_id: 'n', text: poor.content, role: 'assistant', rank: 1, replies: [] },
          { message_id: 'o', text: good.content, role: 'assistant', rank: 0, replies: [] },
        ],
      },
    },
    prompt: ask,
    answers: [pair[1]!, pair[0]!],
    vote: { ranks: [2, 1], of: [0, 1] },
  },
  {
    format: 'arena-55k',
    row: {
      id: '9',
      model_a: 'x',
      model_b: 'y',
      prompt: JSON.stringify([q.content]),
      response_a: JSON.stringify([good.content]),
      response_b: '[null]',
      winner_model_a: '1',
      winner_model_b: '0',
      winner_tie: '0',
    },
    prompt: ask,
    answers: [pair[0]!, 'assistant: '],
    vote: a,
  },
  {
    format: 'arena-100k',
    row: {
      question_id: 'q1',
      model_a: 'x',
      model_b: 'y',
      winner: 'tie (bothbad)',
      conversation_a: [q, good],
      conversation_b: [q, poor],
      turn: 1,
      anony: true,
      language: 'English',
      tstamp: 1700000000,
      judge_hash: 'h',
    },
    prompt: ask,
    answers: pair,
    vote: { outcome: 'both_bad', annotator: 'h', created_at: '2023-11-14T22:13:20.000Z' },
  },
  {
    format: 'arena-140k',
    row: {
      id: 'i',
      model_a: 'x',
      model_b: 'y',
      winner: 'both_bad',
      evaluation_session_id: 'e',
      evaluation_order: 1,
      conversation_a: [q, good].map(({ role, content }) => ({
        role,
        content: [{ type: 'text', text: content, image: null, mimeType: null }],
      })),
      conversation_b: [q, poor].map(({ role, content }) => ({
        role,
        content: [{ type: 'text', text: content, image: null, mimeType: null }],
      })),
      language: 'en',
    },
    prompt: ask,
    answers: pair,
    vote: { outcome: 'both_bad' },
  },
  {
    format: 'mt-bench',
    row: {
      question_id: 81,
      model_a: 'x',
      model_b: 'y',
      winner: 'tie (inconsistent)',
      judge: ['gpt-4', 'pair-v2'],
      conversation_a: [q, good],
      conversation_b: [q, poor],
      turn: 1,
    },
    prompt: ask,
    answers: pair,
    vote: {
      outcome: 'tie',
      kind: 'model',
      annotator: 'gpt-4 pair-v2',
      metadata: { winner: 'tie (inconsistent)' },
    },
  },
  {
    format: 'pandalm',
    row: {
      instruction: 'Why is',
      input: 'the sky blue?',
      response1: good.content,
      response2: poor.content,
      cmp_key: 'x_y',
      annotator1: 0,
      annotator2: 2,
      annotator3: 1,
    },
    prompt: ['user: Why is\n\nthe sky blue?'],
    answers: pair,
    vote: { outcome: 'tie', annotator: 'annotator1' },
  },
  {
    format: 'pku-saferlhf',
    row: {
      prompt: q.content,
      response_0: good.content,
      response_1: poor.content,
      is_response_0_safe: true,
      is_response_1_safe: false,
      response_1_severity_level: 2,
      response_1_harm_category: { 'White-Collar Crime': true, Drugs: false, 'Privacy Violation': true },
      better_response_id: 1,
      safer_response_id: 0,
    },
    prompt: ask,
    answers: pair,
    vote: {
      criteria: [
        { key: 'helpfulness', outcome: 'b' },
        { key: 'harmlessness', outcome: 'a' },
      ],
      safe: [true, false],
      ratings: [{ key: 'severity', response: 1, value: 2 }],
      flags: [
        { key: 'white_collar_crime', response: 1, severity: null },
        { key: 'privacy_violation', response: 1, severity: null },
      ],
    },
  },
  {
    format: 'alpaca-eval',
    row: { dataset: 'helpful_base', instruction: q.content, output: good.content, generator: 'x' },
    prompt: ask,
    answers: [pair[0]!],
    vote: null,
  },
  {
    format: 'cvalues',
    row: { prompt: q.content, pos_resp: good.content, neg_resp: poor.content, pos_type: 'p', neg_type: 'n' },
    prompt: ask,
    answers: pair,
    vote: a,
  },
  {
    format: 'openai-log',
    row: {
      request: { model: 'x', messages: [q] },
      response: {
        id: 'r',
        choices: [good, poor].map((message, index) => ({
          index,
          message: { ...message, refusal: null },
          finish_reason: 'stop',
        })),
      },
    },
    prompt: ask,
    answers: pair,
    vote: null,
  },
  {
    format: 'openai-chat',
    row: { messages: [sys, q, good] },
    prompt: ['system: Be brief.', ...ask],
    answers: [pair[0]!],
    vote: null,
  },
  {
    format: 'openai-preference',
    row: { input: { messages: [q], tools: [] }, preferred_output: [good], non_preferred_output: [poor] },
    prompt: ask,
    answers: pair,
    vote: a,
  },
  {
    format: 'text-triple',
    row: { prompt: [sys, q], ...texts },
    prompt: ['system: Be brief.', ...ask],
    answers: pair,
    vote: a,
  },
  {
    format: 'nemo-aligner-dpo',
    row: { prompt: [sys, q], chosen_response: good, rejected_response: poor, chosen_reward: 1 },
    prompt: ['system: Be brief.', ...ask],
    answers: pair,
    vote: a,
  },
  {
    format: 'swift-rlhf',
    row: {
      query: q.content,
      response: good.content,
      rejected_response: poor.content,
      history: [['Hi', 'Hello']],
      system: 'Be brief.',
    },
    prompt: ['system: Be brief.', 'user: Hi', 'assistant: Hello', ...ask],
    answers: pair,
    vote: a,
  },
  ...['instruction', 'question', 'input'].map((key) => ({
    format: 'kto',
    row: { [key]: q.content, completion: poor.content, label: false },
    prompt: ask,
    answers: [pair[1]!],
    vote: { thumbs: 'down' },
  })),
  {
    format: 'llamafactory-kto',
    row: { instruction: 'Why is', input: 'the sky blue?', output: good.content, kto_tag: true },
    prompt: ['user: Why is\nthe sky blue?'],
    answers: [pair[0]!],
    vote: { thumbs: 'up' },
  },
  {
    format: 'axolotl-dpo',
    row: { messages: [q], chosen: [good], rejected: [poor] },
    prompt: ask,
    answers: pair,
    vote: a,
  },
  {
    format: 'trl-implicit',
    row: {
      chosen: [q, { role: 'assistant', content: null, tool_calls: [call] }, said, good],
      rejected: [q, { role: 'assistant', tool_calls: [call] }, said, poor],
    },
    prompt: [...ask, 'assistant: null', 'tool: 3'],
    answers: pair,
    vote: a,
  },
];
