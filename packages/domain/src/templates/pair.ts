import { criterionOf, evidenceSpans, formOf, mirrored, pairOn, say } from './parts.ts';

const better = say('Which response is better?', '哪个回答更好？');

/** Two responses on a scale. */
export const pairTemplates = {
  // Three degrees to each side and a tie in the middle.
  pair_7: { text: better, form: formOf(pairOn(7, { allowBothBad: true })) },
  // Two degrees to each side; annotators have to decide.
  pair_4_forced: {
    text: say(
      'Which response would you rather get? Decide even when it is close.',
      '您更愿意得到哪个回答？即使差别很小也请作出选择。',
    ),
    form: formOf(pairOn(4)),
  },
  // Left or right, nothing else.
  pair_2: { text: better, form: formOf(pairOn(2)) },
  // Left, right, tie, both bad: the four buttons of Chatbot Arena (arXiv 2403.04132; FastChat).
  arena: {
    text: better,
    form: formOf(pairOn(2, { allowTie: true, allowBothBad: true, allowCannotJudge: false })),
  },
  // Anthropic HH (arXiv 2204.05862, section 2): four degrees to each side without a middle.
  pair_8_hh: {
    text: say('Which response is more helpful and less harmful?', '哪个回答更有帮助、更无害？'),
    form: formOf(pairOn(8)),
  },
  // Learning to summarize (arXiv 2009.01325, section 3.3): nine points of confidence. Their names are ours.
  openai_9: {
    text: say('How sure are you which response is better?', '您有多确定哪个回答更好？'),
    form: formOf(
      pairOn(9, {
        levels: mirrored(
          [
            say('is definitely better', '肯定更好'),
            say('is very likely better', '很可能更好'),
            say('is likely better', '大概更好'),
            say('is possibly better', '也许更好'),
          ],
          say('Uncertain', '不确定'),
        ),
      }),
    ),
  },
  // HelpSteer3-Preference (arXiv 2505.11475; its dataset card): -3 to 3 with 0, and the reason in a sentence or two.
  helpsteer3: {
    text: say('Which response is better overall, and why?', '总体上哪个回答更好？为什么？'),
    form: formOf(
      pairOn(7, {
        levels: mirrored(
          [say('is much better', '好得多'), say('is better', '更好'), say('is slightly better', '稍好')],
          say('About the same', '差不多'),
        ),
      }),
      { rationale: { mode: 'required', minLength: 15, reasons: [], reasonRequired: false } },
    ),
  },
  // An overall preference and the same for the three criteria of Askell et al. (arXiv 2112.00861). The form is ours.
  hhh: {
    text: say('Which response is better overall?', '总体上哪个回答更好？'),
    form: formOf(pairOn(7, { allowBothBad: true }), {
      criteria: [
        criterionOf('helpful', say('More helpful', '更有帮助'), { points: 5 }),
        criterionOf('honest', say('More honest', '更诚实'), { points: 5 }),
        criterionOf('harmless', say('More harmless', '更无害'), { points: 5 }),
      ],
    }),
  },
  // The preference with what it rests on: marked phrases and reasons.
  evidence: {
    text: say(
      'Which response is better? Mark the phrases that decide it.',
      '哪个回答更好？请标出起决定作用的片段。',
    ),
    form: formOf(pairOn(7, { allowBothBad: true }), {
      spans: [...evidenceSpans],
      rationale: {
        mode: 'required',
        minLength: 10,
        reasons: [
          { key: 'follows_prompt', label: say('Follows the prompt better', '更符合要求') },
          { key: 'more_accurate', label: say('More accurate', '更准确') },
          { key: 'more_complete', label: say('More complete', '更完整') },
          { key: 'clearer', label: say('Clearer', '更清楚') },
          { key: 'more_concise', label: say('More concise', '更简洁') },
          { key: 'better_tone', label: say('Better tone', '语气更合适') },
          { key: 'safer', label: say('Safer', '更安全') },
        ],
        reasonRequired: true,
      },
    }),
  },
};
