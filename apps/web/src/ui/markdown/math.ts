import 'katex/dist/katex.min.css';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import type { Options } from 'react-markdown';

type Plugin = NonNullable<Options['remarkPlugins']>[number];

/** Loaded only when a text holds formulas. */
export const remarkPlugin: Plugin = [remarkMath, { singleDollarTextMath: false }];

/** `trust: false`: no links, images or HTML from formulas; the limits stop formulas that grow without end. */
export const rehypePlugin: Plugin = [
  rehypeKatex,
  { trust: false, strict: 'ignore', maxExpand: 500, maxSize: 20, errorColor: 'var(--danger)' },
];
