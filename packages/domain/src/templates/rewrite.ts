import { formOf, llamaLevels, pairOn, say } from './parts.ts';

/** Preferences after which the better response is made better still: edited, then chosen, then rejected. */
export const rewriteTemplates = {
  // Llama 3 (arXiv 2407.21783, section 4.2.1): four strengths, then the preferred response may be edited.
  llama3: {
    text: say(
      'Which response is better? Then improve it if you can.',
      '哪个回答更好？如有可能，请再改进它。',
    ),
    form: formOf(pairOn(8, { levels: llamaLevels(say('is marginally better', '优势极小')) }), {
      rewrite: 'optional',
    }),
  },
  // Our own: the same with a tie, and a rewrite that has to be given.
  rewrite: {
    text: say(
      'Which response is better? Rewrite it the way it should be.',
      '哪个回答更好？请把它改写成理想的样子。',
    ),
    form: formOf(pairOn(7, { allowBothBad: true }), { rewrite: 'required' }),
  },
};
