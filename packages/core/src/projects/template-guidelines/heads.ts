import type { Text } from './language.ts';

/** What annotators are told about the judging itself, before the choices of their question. */
export const heads = {
  compare: {
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
  },
  rank: {
    en: `# How to rank

Read the whole prompt, then every response to the end. Ask which one would serve the person who wrote the prompt best, then which one next.

1. **Does it do what was asked?** An answer to another question is not a good answer, however well it is written.
2. **Is it true?** A confident false statement weighs more than a missing detail. Check what you can check.
3. **Is it clear?** Length is no merit by itself.
4. **Is it safe?** Prefer responses that avoid harm without refusing what is harmless.

Judge only what you see. Do not guess who or what wrote a response: their order is shuffled.
`,
    'zh-CN': `# 如何排序

先读完整个提示，再把每个回答都读到最后。想一想：哪一个对写下提示的人最有用，哪一个次之？

1. **是否完成了要求？** 答非所问，写得再好也不是好回答。
2. **是否属实？** 言之凿凿的错误比遗漏细节更严重。能核实的请核实。
3. **是否清楚？** 篇幅长本身不是优点。
4. **是否安全？** 优先选择既避免伤害、又不无故拒绝正常要求的回答。

只根据眼前的内容判断，不要猜测回答出自谁：排列顺序是随机的。
`,
  },
  single: {
    en: `# How to judge a response

Read the whole prompt, then the response to the end. Judge it against what the prompt asks for, not against other responses you have seen.

1. **Does it do what was asked?**
2. **Is it true?** Check what you can check.
3. **Is it clear?** Length is no merit by itself.
4. **Is it safe**, without refusing what is harmless?
`,
    'zh-CN': `# 如何评判一个回答

先读完整个提示，再把回答读到最后。请对照提示的要求来评判，不要与您见过的其他回答相比。

1. **是否完成了要求？**
2. **是否属实？** 能核实的请核实。
3. **是否清楚？** 篇幅长本身不是优点。
4. **是否安全**，同时没有无故拒绝正常要求？
`,
  },
} as const satisfies Readonly<Record<string, Text>>;
