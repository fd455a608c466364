import type { MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import type { SaidRule } from '../said-rule.ts';
import { sayAnswerRule } from './answer-rules.ts';
import type { Checked } from './checked.ts';
import { stepsOf } from './steps.ts';

type AnswerFault = (path: string, value: unknown, rule: SaidRule) => void;

type CheckedAnswer = Pick<Checked, 'answer' | 'texts'> & {
  readonly fault: AnswerFault;
  readonly form: Pick<QuestionForm, 'main'>;
};

/** Faults of the main answer: ranks and steps. */
export function checkAnswer({ form, answer, texts, fault }: CheckedAnswer): void {
  const { main } = form;
  if (answer.outcome === 'ranking' && main.kind === 'rank')
    checkRanks(main, answer.ranks, { responses: texts.length, fault });
  if (answer.outcome === 'steps' && main.kind === 'single') checkSteps(main, answer.labels, { texts, fault });
}

function checkRanks(
  main: Extract<MainQuestion, { kind: 'rank' }>,
  ranks: readonly (number | null)[],
  { responses, fault }: { responses: number; fault: AnswerFault },
): void {
  const path = 'body.answer.ranks';
  if (ranks.length !== responses)
    return fault(path, ranks, sayAnswerRule('answer_ranks', { count: responses }));
  const used = ranks.filter((rank): rank is number => rank !== null && rank > 0).sort((a, b) => a - b);
  const dense = used.every((rank, index) => rank === 1 || rank - (used[index - 1] ?? 0) <= 1);
  if (!dense || (used.length > 0 && used[0] !== 1)) fault(path, ranks, sayAnswerRule('answer_gap'));
  if (!main.allowTies && new Set(used).size !== used.length) fault(path, ranks, sayAnswerRule('answer_ties'));
  if (!main.allowUnacceptable && ranks.includes(0)) fault(path, ranks, sayAnswerRule('answer_tray'));
  if (main.topK === null && ranks.includes(null)) fault(path, ranks, sayAnswerRule('answer_unranked'));
}

function checkSteps(
  main: Extract<MainQuestion, { kind: 'single' }>,
  labels: readonly string[],
  { texts, fault }: Pick<CheckedAnswer, 'texts' | 'fault'>,
): void {
  const path = 'body.answer.labels';
  const steps = stepsOf(texts[0]?.at(-1) ?? '').length;
  const stopped = main.stopAtFirstError && labels.at(-1) === 'wrong' && labels.length < steps;
  if (labels.length !== steps && !stopped)
    fault(path, labels.length, sayAnswerRule('answer_steps', { count: steps }));
}
