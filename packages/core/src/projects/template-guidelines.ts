import type { ProjectTemplate } from '@pairwright/contract/projects';
import { templateQuestions } from '@pairwright/domain/templates';
import { heads } from './template-guidelines/heads.ts';
import type { Text } from './template-guidelines/language.ts';
import { pairChoices } from './template-guidelines/pair.ts';
import { rankAndSingleChoices } from './template-guidelines/rank-and-single.ts';
import { safetyAndRewriteChoices } from './template-guidelines/safety-and-rewrite.ts';

const choices: Readonly<Record<ProjectTemplate, Text>> = {
  ...pairChoices,
  ...rankAndSingleChoices,
  ...safetyAndRewriteChoices,
};

const headOf = { pair: heads.compare, rank: heads.rank, single: heads.single } as const;

/** The first guidelines of a template in both languages: how to judge, and what its choices mean. */
export function guidelinesOf(template: ProjectTemplate): Text {
  const head: Text = headOf[templateQuestions[template].form.main.kind];
  return {
    en: `${head.en}\n${choices[template].en}`,
    'zh-CN': `${head['zh-CN']}\n${choices[template]['zh-CN']}`,
  };
}
