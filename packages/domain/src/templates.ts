import type { ProjectTemplate } from '@pairwright/contract/projects';
import type { TemplateQuestion } from './templates/parts.ts';
import { pairTemplates } from './templates/pair.ts';
import { rankTemplates } from './templates/rank.ts';
import { rewriteTemplates } from './templates/rewrite.ts';
import { safetyTemplates } from './templates/safety.ts';
import { rateTemplates, singleTemplates } from './templates/single.ts';

/** The starting points of a project by name; everything can be changed later, in a new version of the question. */
export const templateQuestions: Readonly<Record<ProjectTemplate, TemplateQuestion>> = {
  ...pairTemplates,
  ...rankTemplates,
  ...rateTemplates,
  ...singleTemplates,
  ...safetyTemplates,
  ...rewriteTemplates,
};

export type TemplateFamily = 'pair' | 'rank' | 'rate' | 'single' | 'safety' | 'rewrite';

function namesOf<Name extends ProjectTemplate>(templates: Readonly<Record<Name, TemplateQuestion>>): Name[] {
  return Object.keys(templates) as Name[];
}

/** The templates as they are offered: each once, in its family. */
export const templateFamilies: Readonly<Record<TemplateFamily, readonly ProjectTemplate[]>> = {
  pair: namesOf(pairTemplates),
  rank: namesOf(rankTemplates),
  rate: namesOf(rateTemplates),
  single: namesOf(singleTemplates),
  safety: namesOf(safetyTemplates),
  rewrite: namesOf(rewriteTemplates),
};
