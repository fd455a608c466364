import type { MainQuestion } from '@pairwright/contract/question-form';
import { formOf, ratingOf, say } from './parts.ts';

type Single = Extract<MainQuestion, { kind: 'single' }>;

function single(ask: Single['ask'], stopAtFirstError = false): Single {
  return { kind: 'single', ask, stopAtFirstError, allowCannotJudge: true };
}

const zeroToFour = { min: 0, max: 4, low: say('Not at all', '完全没有'), high: say('Perfectly', '非常好') };

/** One response, rated on several attributes. */
export const rateTemplates = {
  // Five attributes, 0 to 4 each.
  helpsteer2: {
    text: say('How good is this response?', '这个回答怎么样？'),
    form: formOf(single('rating'), {
      ratings: [
        ratingOf('helpfulness', say('Helpfulness', '有用程度'), {
          ...zeroToFour,
          hint: say('How useful it is for what was asked.', '对所提要求有多大帮助。'),
        }),
        ratingOf('correctness', say('Correctness', '正确程度'), {
          ...zeroToFour,
          hint: say('All relevant facts are there, and none is wrong.', '相关事实是否齐全且无误。'),
        }),
        ratingOf('coherence', say('Coherence', '连贯程度'), {
          ...zeroToFour,
          hint: say('Clear, and consistent with itself.', '表达清楚，前后一致。'),
        }),
        ratingOf('complexity', say('Complexity', '复杂程度'), {
          min: 0,
          max: 4,
          low: say('Anybody could have written it', '任何人都能写出'),
          high: say('Only an expert could have', '只有专家才能写出'),
        }),
        ratingOf('verbosity', say('Verbosity', '详略程度'), {
          min: 0,
          max: 4,
          low: say('Very short', '非常简短'),
          high: say('Very detailed', '非常详尽'),
        }),
      ],
    }),
  },
  // Four aspects, 1 to 5 each; who wants an order takes it from the ratings.
  ultrafeedback: {
    text: say('Rate this response on each aspect.', '请从各方面为这个回答评分。'),
    form: formOf(single('rating'), {
      ratings: [
        ratingOf('instruction_following', say('Instruction following', '指令遵循'), {
          low: say('Ignores the instruction', '与指令无关'),
          high: say('Follows it in full', '完全遵循'),
        }),
        ratingOf('truthfulness', say('Truthfulness', '真实性'), {
          low: say('Made up', '完全虚构'),
          high: say('Nothing is made up', '没有虚构'),
        }),
        ratingOf('honesty', say('Honesty', '诚实'), {
          hint: say('Is it as sure as it can be, and no surer?', '语气的把握程度是否与实际相符？'),
          low: say('Sure and wrong', '自信但错误'),
          high: say('Right, and says what is uncertain', '正确并如实说明不确定之处'),
        }),
        ratingOf('helpfulness', say('Helpfulness', '有用程度'), {
          low: say('No help', '没有帮助'),
          high: say('Correct, complete and informative', '正确、完整、信息充分'),
        }),
      ],
    }),
  },
};

/** One response, good or bad, as a whole or step by step. */
export const singleTemplates = {
  // Unpaired preferences: thumbs up or down, with reasons to tick.
  kto: {
    text: say('Is this a good response?', '这是一个好的回答吗？'),
    form: formOf(single('thumbs'), {
      rationale: {
        mode: 'optional',
        minLength: 0,
        reasons: [
          { key: 'helpful', label: say('Solves the task', '解决了问题') },
          { key: 'clear', label: say('Clear', '表达清楚') },
          { key: 'wrong', label: say('Wrong', '内容有误') },
          { key: 'incomplete', label: say('Incomplete', '不完整') },
          { key: 'ignores_prompt', label: say('Does not do what was asked', '没有按要求回答') },
          { key: 'unsafe', label: say('Unsafe', '不安全') },
          { key: 'badly_written', label: say('Badly written', '表达不佳') },
        ],
        reasonRequired: false,
      },
    }),
  },
  // Each step of a solution, until the first wrong one.
  prm: {
    text: say('Is each step right?', '每一步是否正确？'),
    form: formOf(single('steps', true)),
  },
};
