import type { LocalText, MainQuestion, Rating } from '@pairwright/contract/question-form';
import { formOf, ratingOf, say } from './parts.ts';

type Single = Extract<MainQuestion, { kind: 'single' }>;

function single(ask: Single['ask'], stopAtFirstError = false): Single {
  return { kind: 'single', ask, stopAtFirstError, allowCannotJudge: true };
}

/** An attribute from 0 to 4; HelpSteer names every level, the guidelines say how. */
function attribute(key: string, label: LocalText, more: Partial<Rating>) {
  return ratingOf(key, label, { min: 0, max: 4, ...more });
}

/** One response, rated on several attributes. */
export const rateTemplates = {
  // HelpSteer2 (arXiv 2406.08673; its dataset card). Names of the levels: HelpSteer (arXiv 2311.09528), appendix A.1.
  helpsteer2: {
    text: say('How good is this response?', '这个回答怎么样？'),
    form: formOf(single('rating'), {
      ratings: [
        attribute('helpfulness', say('Helpfulness', '有用性'), {
          hint: say('How useful it is for what was asked.', '对所提要求有多大帮助。'),
          low: say('Completely unhelpful', '毫无帮助'),
          high: say('Extremely helpful', '极有帮助'),
        }),
        attribute('correctness', say('Correctness', '正确性'), {
          hint: say('All relevant facts are there, and none is wrong.', '相关事实是否齐全且无误。'),
          low: say('Completely incorrect', '完全错误'),
          high: say('Completely correct', '完全正确'),
        }),
        attribute('coherence', say('Coherence', '连贯性'), {
          hint: say('Clear, and consistent with itself.', '表达清楚，前后一致。'),
          low: say('Completely incoherent', '完全不连贯'),
          high: say('Perfectly coherent', '非常连贯'),
        }),
        attribute('complexity', say('Complexity', '复杂度'), {
          hint: say('What it takes to write and understand it.', '写出和读懂它所需的水平。'),
          low: say('Basic', '浅显'),
          high: say('Expert', '专家水平'),
        }),
        attribute('verbosity', say('Verbosity', '详略程度'), {
          hint: say('Its length compared with what was asked.', '相对于所提要求的篇幅。'),
          low: say('Succinct', '简练'),
          high: say('Verbose', '冗长'),
        }),
      ],
    }),
  },
  // UltraFeedback (arXiv 2310.01377; its annotation templates). Who wants an order takes it from the ratings.
  ultrafeedback: {
    text: say('Rate this response on each aspect.', '请从各维度为这个回答评分。'),
    form: formOf(single('rating'), {
      ratings: [
        ratingOf('instruction_following', say('Instruction following', '指令遵循'), {
          low: say('Irrelevant', '与指令无关'),
          high: say('Follows it in full', '完全遵循'),
        }),
        ratingOf('truthfulness', say('Truthfulness', '真实性'), {
          low: say('All made up', '完全虚构'),
          high: say('Nothing is made up', '没有虚构'),
        }),
        ratingOf('honesty', say('Honesty', '诚实'), {
          hint: say(
            'Is it as sure as it can be, and no surer? Leave it empty for creative writing.',
            '语气的把握程度是否与实际相符？创意写作可留空。',
          ),
          low: say('Sure and wrong', '自信但错误'),
          high: say('Right, or says exactly what is uncertain', '正确，或准确说明不确定之处'),
          required: false,
        }),
        ratingOf('helpfulness', say('Helpfulness', '有用性'), {
          low: say('Badly wrong', '严重错误'),
          high: say('Correct, deep and informative', '正确、深入、信息充分'),
        }),
      ],
    }),
  },
};

/** One response, good or bad, as a whole or step by step. */
export const singleTemplates = {
  // Unpaired preferences as KTO (arXiv 2402.01306) trains on: desirable or not. The reasons are ours.
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
  // PRM800K (arXiv 2305.20050; instructions of its second phase): each step until the first wrong one.
  prm: {
    text: say('Is each step right?', '每一步是否正确？'),
    form: formOf(single('steps', true)),
  },
};
