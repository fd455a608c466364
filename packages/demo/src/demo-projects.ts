import type { Pairing } from '@pairwright/contract/imports';
import type { NewProject } from '@pairwright/core/projects/new-project';
import { type DemoRows, ofCategories, stepByStep } from './demo-rows.ts';

export interface DemoProject extends Omit<NewProject, 'leaseMinutes'> {
  readonly slug: string;
  /** Prompts and responses, and how they become comparisons; without them the votes of MT-Bench are loaded. */
  readonly content?: { readonly rows: DemoRows; readonly pairing: Pairing };
}

const allPairs: Pairing = { plan: 'all_pairs' };

/** In the order they are made: lists show the newest first. */
export const demoProjects: readonly DemoProject[] = [
  {
    slug: 'demo-steps',
    name: 'Demo: Step by step',
    language: 'en',
    template: 'prm',
    targetJudgments: 2,
    content: { rows: { file: 'mt-bench.jsonl', pick: stepByStep }, pairing: { plan: 'singles' } },
    description:
      'Is each step right? Answers of MT-Bench to mathematical questions, one at a time. Removable.',
  },
  {
    slug: 'demo-criteria-zh',
    name: '演示：有帮助、诚实、无害',
    language: 'zh-CN',
    template: 'hhh',
    targetJudgments: 2,
    content: {
      rows: { file: 'chinese.jsonl', pick: ofCategories('Misleading', 'Misleading-hard'), most: 40 },
      pairing: { plan: 'random_k', k: 1, seed: 1 },
    },
    description: 'HalluQA 中容易误导模型的问题，按三个维度分别比较真实回答，可随时移除。',
  },
  {
    slug: 'demo-thumbs',
    name: 'Demo: Thumbs',
    language: 'en',
    template: 'kto',
    targetJudgments: 2,
    content: { rows: { file: 'english.jsonl', most: 16 }, pairing: { plan: 'singles' } },
    description: 'Good or bad, one answer at a time, to Arena-Hard questions. Real outputs; removable.',
  },
  {
    slug: 'demo-rank',
    name: 'Demo: Rank 3 answers',
    language: 'en',
    template: 'rank',
    targetJudgments: 2,
    content: {
      rows: { file: 'english.jsonl', most: 40 },
      pairing: { plan: 'groups', size: 3, seed: 0 },
    },
    description: 'Arena-Hard questions, the answers of three models side by side. Real outputs; removable.',
  },
  {
    slug: 'demo-helpfulness-en',
    name: 'Demo: Helpfulness',
    language: 'en',
    template: 'pair_7',
    targetJudgments: 2,
    content: { rows: { file: 'english.jsonl' }, pairing: allPairs },
    description: 'Arena-Hard questions answered by three models. Real outputs; removable.',
  },
  {
    slug: 'demo-chinese',
    name: '演示：中文问答',
    language: 'zh-CN',
    template: 'pair_7',
    targetJudgments: 2,
    content: { rows: { file: 'chinese.jsonl' }, pairing: allPairs },
    description: 'HalluQA 与开放式问答，多个模型的真实回答，可随时移除。',
  },
  {
    slug: 'demo-mt-bench',
    name: 'Demo: MT-Bench votes',
    language: 'en',
    template: 'arena',
    targetJudgments: 3,
    description: 'Two-turn conversations with 3,355 human votes by 65 judges, loaded as past judgments.',
  },
];
