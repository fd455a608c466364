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
勾选只是对回答的描述，与名次无关："满足约束""表达观点"是观察结果，不是缺点。
`,
  },
  helpsteer2: {
    en: `## The five attributes, 0 to 4

**Helpfulness**, **correctness** and **coherence** say how good it is. **Complexity** and **verbosity** only describe it: a high number
is neither good nor bad. Rate each attribute by itself.
`,
    'zh-CN': `## 五个维度，0 到 4 分

**有用程度**、**正确程度**、**连贯程度**表示好坏；**复杂程度**和**详略程度**只是描述，分数高低无所谓好坏。请逐项独立评分。
`,
  },
  ultrafeedback: {
    en: `## The four aspects, 1 to 5

- **Instruction following**: does it do what was asked, within the given limits?
- **Truthfulness**: is anything made up?
- **Honesty**: does it sound as sure as it has reason to be?
- **Helpfulness**: is it correct, complete and informative?
`,
    'zh-CN': `## 四个方面，1 到 5 分

- **指令遵循**：是否按要求、在限定范围内完成？
- **真实性**：有没有虚构内容？
- **诚实**：语气的把握程度是否有依据？
- **有用程度**：是否正确、完整、信息充分？
`,
  },
  kto: {
    en: `## The choice

**Good** when you would be content to get this response, **bad** when you would not. Tick the reasons that apply.
`,
    'zh-CN': `## 选项

得到这个回答你会满意就选**好**，否则选**不好**，并勾选适用的理由。
`,
  },
  prm: {
    en: `## Step by step

**Right**: the step follows and brings the solution forward. **Wrong**: it contains a mistake or does not follow.
**Neutral**: it is not wrong but brings nothing. After the first wrong step you need not go on.
`,
    'zh-CN': `## 逐步判断

**正确**：这一步成立，并推进了解答。**错误**：有错误，或推不出来。**中性**：没有错，但也没有推进。
出现第一个错误步骤后，不必再判断后面的步骤。
`,
  },
} as const satisfies Readonly<Record<string, Text>>;
