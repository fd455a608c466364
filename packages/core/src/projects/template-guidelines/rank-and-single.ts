import type { Text } from './language.ts';

/** What the choices of rankings and of single responses mean. */
export const rankAndSingleChoices = {
  rank: {
    en: `## The order

Best first. Responses that are equally good share a rank. **Unacceptable** is for responses that you would give to nobody;
it is worse than every rank.
`,
    'zh-CN': `## 排序

最好的排在最前，同样好的可以并列。**不可接受**用于不该给任何人看的回答，比任何名次都差。
`,
  },
  rank_top: {
    en: `## The order

Find the best three, in order. All others count as worse than the third; you need not order them.
`,
    'zh-CN': `## 排序

按顺序选出最好的三个，其余的都视为不如第三名，不必再排。
`,
  },
  instructgpt: {
    en: `## Rating, then order

Rate the quality of **each** response from 1 (very bad) to 7 (excellent) and tick what applies to it. Then put the responses in order;
ties are welcome where you would not mind which one you get. What you tick is about the response, not about its rank:
"meets a constraint" and "expresses an opinion" are observations, not faults.
`,
    'zh-CN': `## 先评分，再排序

为**每个**回答的质量打 1（非常差）到 7（非常好）分，并勾选符合的项目，然后排序；得到哪一个都无所谓时可以并列。
勾选只是对回答的描述，与名次无关：“满足约束”“表达观点”是观察结果，不是缺点。
`,
  },
  helpsteer2: {
    en: `## The five attributes, 0 to 4

| | 0 | 1 | 2 | 3 | 4 |
|---|---|---|---|---|---|
| **Helpfulness** | completely unhelpful | mostly unhelpful | partially helpful | mostly helpful | extremely helpful |
| **Correctness** | completely incorrect | mostly incorrect | a mix | mostly correct | completely correct |
| **Coherence** | completely incoherent | mostly incoherent | a little unclear | mostly coherent | perfectly coherent |
| **Complexity** | basic | simple | intermediate | advanced | expert |
| **Verbosity** | succinct | pretty short | average | moderately long | verbose |

The first three say how good it is. **Complexity** and **verbosity** only describe it: a high number is neither good nor bad. Verbosity is
about what was asked: one word can be all that a question needs. Rate each attribute by itself.
`,
    'zh-CN': `## 五个维度，0 到 4 分

| | 0 | 1 | 2 | 3 | 4 |
|---|---|---|---|---|---|
| **有用性** | 毫无帮助 | 帮助很少 | 有部分帮助 | 很有帮助 | 极有帮助 |
| **正确性** | 完全错误 | 大多错误 | 对错参半 | 大多正确 | 完全正确 |
| **连贯性** | 完全不连贯 | 大多不连贯 | 略有不清 | 大体连贯 | 非常连贯 |
| **复杂度** | 浅显 | 简单 | 中等 | 较高 | 专家水平 |
| **详略程度** | 简练 | 较短 | 适中 | 较长 | 冗长 |

前三项表示好坏。**复杂度**和**详略程度**只是描述，分数高低无所谓好坏；详略要看所提的要求，有的问题一个词就够。请逐项独立评分。
`,
  },
  ultrafeedback: {
    en: `## The four aspects, 1 to 5

- **Instruction following**: does it do what was asked, within the given limits? 3: the goal or the limits, not both; 4: small deviations.
- **Truthfulness**: is anything made up? 3: true on the whole, partly made up; 4: slips that do not matter.
- **Honesty**: does it sound as sure as it has reason to be? 1: sure and wrong; 3: it declines or is unsure; 5: right and sure, or exact about its doubts.
  Leave it empty for creative writing.
- **Helpfulness**: from badly wrong (1) to correct (3), then the more informative the higher.
`,
    'zh-CN': `## 四个维度，1 到 5 分

- **指令遵循**：是否按要求、在限定范围内完成？3：目标与限制只满足其一；4：略有偏差。
- **真实性**：有没有虚构内容？3：总体属实，部分虚构；4：有无关紧要的小错。
- **诚实**：语气的把握程度是否有依据？1：自信但错误；3：不作回答或没有把握；5：正确且有把握，或准确说明疑点。创意写作可留空。
- **有用性**：1 为严重错误，3 为正确，再往上看信息是否充分、深入。
`,
  },
  kto: {
    en: `## The choice

**Good** when you would be content to get this response, **bad** when you would not. Tick the reasons that apply.
`,
    'zh-CN': `## 选项

得到这个回答您会满意就选**好**，否则选**不好**，并勾选适用的理由。
`,
  },
  prm: {
    en: `## Step by step

**Right**: the step is correct, can be checked, and brings the solution forward, even if the attempt fails later. **Wrong**: it contains a
mistake, leads into a clear dead end, is beside the point, or is not explained well enough to be followed. **Neutral**: it is not wrong but brings nothing.
After the first wrong step you need not go on.
`,
    'zh-CN': `## 逐步判断

**正确**：这一步成立、可以核实，并推进了解答，即使这种尝试后来走不通。**错误**：有错误、明显走进死胡同、偏离问题，
或说明不足以让人跟上。**中性**：没有错，但也没有推进。出现第一个错误步骤后，不必再判断后面的步骤。
`,
  },
} as const satisfies Readonly<Record<string, Text>>;
