import { formOf, pairOn, say } from './parts.ts';
import { llamaLevels } from './safety.ts';

/** Preferences after which the better response is made better still: edited, then chosen, then rejected. */
export const rewriteTemplates = {
  llama3: {
    text: say(
      'Which response is better? Then improve it if you can.',
      '哪个回答更好？如有可能，请再改进它。',
    ),
    form: formOf(pairOn(8, { levels: llamaLevels }), { rewrite: 'optional' }),
  },
  rewrite: {
    text: say(
      'Which response is better? Rewrite it the way it should be.',
      '哪个回答更好？请把它改写成理想的样子。',
    ),
    form: formOf(pairOn(7, { allowBothBad: true }), { rewrite: 'required' }),
  },
};
