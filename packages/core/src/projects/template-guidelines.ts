import type { ProjectTemplate } from '@pairwright/contract/projects';

type Language = 'en' | 'zh-CN';

const heads: Readonly<Record<Language, string>> = {
  en: `# How to compare

Read the whole prompt, then both responses to the end. Ask which one would serve the person who wrote the prompt better.

1. **Does it do what was asked?** An answer to another question is not a good answer, however well it is written.
2. **Is it true?** A confident false statement weighs more than a missing detail. Check what you can check.
3. **Is it clear?** Prefer the response that is understood at first reading. Length is no merit by itself.
4. **Is it safe?** Prefer the response that avoids harm without refusing what is harmless.

Judge only what you see. Do not guess who or what wrote a response: the sides are shuffled.
`,
  'zh-CN': `# 如何比较

先读完整个提示，再把两个回答都读到最后。想一想：哪一个对写下提示的人更有用？

1. **是否完成了要求？** 答非所问，写得再好也不是好回答。
2. **是否属实？** 言之凿凿的错误比遗漏细节更严重。能核实的请核实。
3. **是否清楚？** 优先选择一遍就能读懂的回答。篇幅长本身不是优点。
4. **是否安全？** 优先选择既避免伤害、又不无故拒绝正常要求的回答。

只根据眼前的内容判断，不要猜测回答出自谁：左右顺序是随机的。
`,
};

const choices: Readonly<Record<ProjectTemplate, Readonly<Record<Language, string>>>> = {
  pair_7: {
    en: `## The scale

Three degrees to each side: *much better*, *better*, *slightly better*. The middle is a tie: you would not mind which one you get.
**Both bad** is for two responses that you would give to nobody. **Cannot judge** is for what you do not understand well enough.
`,
    'zh-CN': `## 选项

每边三档：*好很多*、*更好*、*稍好*。中间表示平局：得到哪一个都无所谓。
两个回答都不可用时选**都不好**；内容超出你的理解时选**无法判断**。
`,
  },
  pair_4_forced: {
    en: `## The scale

Two degrees to each side: *clearly better* and *slightly better*. There is no tie: when it is close, choose the one you would keep.
**Cannot judge** is for what you do not understand well enough, not for close cases.
`,
    'zh-CN': `## 选项

每边两档：*明显更好*和*稍好*。没有平局：差别很小时，选你愿意保留的那一个。
**无法判断**只用于超出你理解的内容，不用于差别很小的情况。
`,
  },
  arena: {
    en: `## The choices

Left, right, **tie** when they are equally good, **both bad** when you would keep neither.
`,
    'zh-CN': `## 选项

左、右；同样好选**平局**；两个都不想要选**都不好**。
`,
  },
  pair_2: {
    en: `## The choices

Left or right. When it is close, choose the one you would keep. **Cannot judge** is for what you do not understand well enough.
`,
    'zh-CN': `## 选项

左或右。差别很小时，选你愿意保留的那一个。内容超出你的理解时选**无法判断**。
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
两者冲突时，避免伤害更重要。内容超出你的理解时选**无法判断**。
`,
  },
};

/** The first guidelines of a template in both languages. */
export function guidelinesOf(template: ProjectTemplate): Readonly<Record<Language, string>> {
  return {
    en: `${heads.en}\n${choices[template].en}`,
    'zh-CN': `${heads['zh-CN']}\n${choices[template]['zh-CN']}`,
  };
}
