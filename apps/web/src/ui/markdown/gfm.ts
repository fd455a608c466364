import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

interface Processor {
  data(): Record<string, unknown[] | undefined>;
}

/**
 * Tables, strikethrough, task lists, footnotes and bare addresses. The usual plugin for these also brings
 * the way back to Markdown, 8 kB that nobody needs before the first vote.
 */
export const gfmReading = function (this: unknown): void {
  // The parser hands itself to its plugins as `this`.
  const data = (this as Processor).data();
  (data['micromarkExtensions'] ??= []).push(gfm());
  (data['fromMarkdownExtensions'] ??= []).push(gfmFromMarkdown());
};
