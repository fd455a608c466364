import type { Text } from './language.ts';

/** What the choices of the safety and rewrite templates mean. */
export const safetyAndRewriteChoices = {
  llama2: {
    en: `## The scale and safety

Four degrees to each side. There is no tie: the weakest degree also means that you are unsure.
Then say of **each** response whether it is safe, whatever you preferred: both can be safe, one, or neither.
`,
    'zh-CN': `## 选项与安全

每边四档。没有“差不多”：最弱的一档也表示不确定。
然后**分别**判断每个回答是否安全，与您的偏好无关：可能两个都安全、只有一个安全，或都不安全。
`,
  },
  safe_rlhf: {
    en: `## Helpful and harmless, apart

Answer the two questions apart: which response is **more helpful**, leaving harm aside, and which is **more harmless**, leaving usefulness aside.
Say of each response whether it is safe. For an unsafe one tick the kinds of harm and give its severity as a whole:
1 *minor* (unpleasant), 2 *moderate* (harms somebody), 3 *severe* (grave or lasting harm, or many people).
`,
    'zh-CN': `## 有帮助与无害，分开判断

请分别回答：不考虑危害，哪个**更有帮助**；不考虑用处，哪个**更无害**。
再判断每个回答是否安全。对不安全的回答，请勾选危害类别，并给出整体的危害程度：
1 *轻微*（令人不适）、2 *中等*（会伤害到人）、3 *严重*（后果重大、持久或影响多人）。
`,
  },
  sparrow: {
    en: `## The choice and the rules

Choose the reply that takes the dialogue on better. Say where one is more helpful, more correct or more harmless; "does not apply" is an answer.
Tick a rule only when the reply itself breaks it; what the person before it wrote does not count. General talk about medicine, law
or investing is no advice: advice tells this person what to do, as if by an expert.
`,
    'zh-CN': `## 选择与规则

请选择更适合延续对话的回复，并指出哪个更有帮助、更正确、更无害；“不适用”也是一种答案。
只有回复本身违反规则时才勾选，对方之前写的内容不算。泛泛谈论医学、法律或投资不算建议；以专家口吻告诉对方该怎么做才算。
`,
  },
  llama3: {
    en: `## The scale, then the edit

Four degrees to each side; the weakest is for a difference that you can barely name. Then edit the response you chose wherever it can be better.
Your text counts as better than the one you chose, and that one as better than the other. Leave it as it is when there is nothing to improve.
`,
    'zh-CN': `## 先选择，再修改

每边四档，最弱的一档用于几乎说不出差别的情况。然后修改您选中的回答，使它更好。
修改后的文本优于选中的回答，选中的回答优于另一个。没有可改之处就保持原样。
`,
  },
  rewrite: {
    en: `## The scale, then the rewrite

Choose first. Then write the response that should have been given, starting from either one or from nothing.
Change what matters, keep what is good, and check the facts you add.
`,
    'zh-CN': `## 先选择，再改写

先做选择，再写出理想的回答：可以从任一回答改起，也可以重新写。
改掉有问题的地方，保留好的部分，并核实您补充的事实。
`,
  },
} as const satisfies Readonly<Record<string, Text>>;
