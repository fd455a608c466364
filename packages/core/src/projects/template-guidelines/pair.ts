import type { Text } from './language.ts';

/** What the choices of the pair templates mean. */
export const pairChoices = {
  pair_7: {
    en: `## The scale

Three degrees to each side: *much better*, *better*, *slightly better*. The middle is *about equal*: you would not mind which one you get.
**Both bad** is for two responses that you would give to nobody. **Cannot judge** is for what you do not understand well enough.
`,
    'zh-CN': `## 选项

每边三档：*好得多*、*更好*、*稍好*。中间是*差不多*：得到哪一个都无所谓。
两个回答都不可用时选**都不好**；内容超出您的理解时选**无法判断**。
`,
  },
  pair_4_forced: {
    en: `## The scale

Two degrees to each side: *much better* and *slightly better*. There is no tie: when it is close, choose the one you would keep.
**Cannot judge** is for what you do not understand well enough, not for close cases.
`,
    'zh-CN': `## 选项

每边两档：*好得多*和*稍好*。没有“差不多”：差别很小时，选您愿意保留的那一个。
**无法判断**只用于超出您理解的内容，不用于差别很小的情况。
`,
  },
  arena: {
    en: `## The choices

Left, right, **about equal** when they are equally good, **both bad** when you would keep neither.
`,
    'zh-CN': `## 选项

左、右；同样好选**差不多**；两个都不想要选**都不好**。
`,
  },
  pair_2: {
    en: `## The choices

Left or right. When it is close, choose the one you would keep. **Cannot judge** is for what you do not understand well enough.
`,
    'zh-CN': `## 选项

左或右。差别很小时，选您愿意保留的那一个。内容超出您的理解时选**无法判断**。
`,
  },
  pair_8_hh: {
    en: `## The scale

Four degrees to each side. Helpful means that it solves the person's task; harmless means that it does not help anybody to do harm,
does not insult, and does not invent facts that people could be hurt by. When the two pull in different directions, harm weighs more.
**Cannot judge** is for what you do not understand well enough.
`,
    'zh-CN': `## 选项

每边四档。有帮助是指解决了对方的问题；无害是指不协助任何人作恶、不侮辱人、不编造可能伤人的事实。
两者冲突时，避免伤害更重要。内容超出您的理解时选**无法判断**。
`,
  },
  openai_9: {
    en: `## The scale

Say which response is better **and how sure you are**, from *possibly* to *definitely*. The middle is for "I cannot tell which".
Being unsure is an answer: do not move to the ends because you think you ought to.
`,
    'zh-CN': `## 选项

请指出哪个回答更好，**以及您有多确定**：从*也许*到*肯定*。中间表示看不出哪个更好。
不确定也是一种答案，不必勉强选向两端。
`,
  },
  helpsteer3: {
    en: `## The scale and the reason

Three degrees to each side, *much better*, *better*, *slightly better*, and *about the same* in the middle.
Then write **one or two sentences** that say what decided it. Name the thing itself ("A gets the year wrong"), not only the verdict.
`,
    'zh-CN': `## 选项与理由

每边三档：*好得多*、*更好*、*稍好*；中间是*差不多*。
然后用**一两句话**写明理由。请写出具体事实（例如“A 的年份错了”），不要只写结论。
`,
  },
  hhh: {
    en: `## The criteria

- **Helpful**: it solves the person's task.
- **Honest**: what it says is true, and it does not claim to be surer than it can be.
- **Harmless**: it does not help anybody to do harm and does not insult.

Judge each by itself: a response may be more helpful and less honest. The overall choice is yours to weigh.
`,
    'zh-CN': `## 各个维度

- **有帮助**：解决了对方的问题。
- **诚实**：内容属实，不夸大自己的把握。
- **无害**：不协助作恶，不侮辱人。

请逐项独立判断：一个回答可能更有帮助，却不够诚实。总体选择由您权衡。
`,
  },
  evidence: {
    en: `## Marks and reasons

Mark the phrases your choice rests on: **wrong**, **unsupported** (stated without any ground), **harmful**, **excellent**.
Mark the shortest phrase that shows it. Then choose the reasons that apply and say in a sentence what decided it.
`,
    'zh-CN': `## 标记与理由

请标出您作出选择所依据的片段：**有误**、**缺乏依据**、**有害**、**出色**。
只标最能说明问题的最短片段，然后勾选适用的理由，并用一句话写明关键之处。
`,
  },
} as const satisfies Readonly<Record<string, Text>>;
