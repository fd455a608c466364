import type { QuestionForm } from '@pairwright/contract/question-form';
import type { Message } from '@pairwright/contract/shapes';
import type { Locale } from '../../src/i18n/locales.ts';
import type { Work } from '../../src/labeling/session/session.ts';
import { questionOf } from './project.ts';
import { answers, codeAnswers, prompts, stepsAnswer } from './texts.ts';

const user = (content: string): Message => ({ role: 'user', content });
const assistant = (content: string): Message => ({ role: 'assistant', content });

/** Names work as a sitting does. The same in every run. */
const idOf = (name: string): string =>
  `019a0000-0000-7000-8000-${[...name]
    .reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1e11, 7)
    .toString()
    .padStart(12, '0')}`;

interface Content {
  prompt: Message[];
  responses: Message[][];
  judgeTurn?: number;
}

function workOf(name: string, form: QuestionForm, { prompt, responses, judgeTurn }: Content): Work {
  return {
    id: idOf(name),
    language: null,
    prompt,
    responses: responses.map((messages) => ({ messages })),
    judgeTurn: judgeTurn ?? null,
    sensitive: [],
    question: questionOf(form),
  };
}

/** So many short answers (1 to 9) to one prompt, in the language of the page. */
export function plainWork(
  name: string,
  form: QuestionForm,
  { count = 2, locale }: { count?: number; locale: Locale },
): Work {
  return workOf(name, form, {
    prompt: [user(prompts[locale])],
    responses: Array.from({ length: count }, (_, place) => [
      assistant(answers[locale][place % answers[locale].length] ?? ''),
    ]),
  });
}

/** Two answers with everything Markdown has: headings, lists, a table, code. */
export function markdownWork(form: QuestionForm, locale: Locale): Work {
  return workOf('markdown', form, {
    prompt: [user(prompts[locale])],
    responses: codeAnswers[locale].map((text) => [assistant(text)]),
  });
}

export function stepsWork(form: QuestionForm, locale: Locale): Work {
  return workOf('steps', form, {
    prompt: [user('17 × 24 = ?')],
    responses: [[assistant(stepsAnswer[locale])]],
  });
}

/** A conversation of several turns with its last answer twice. */
export function conversationWork(form: QuestionForm, locale: Locale): Work {
  const [first = '', second = ''] = answers[locale];
  return workOf('conversation', form, {
    prompt: [
      { role: 'system', content: locale === 'en' ? 'Answer in two sentences.' : '用两句话回答。' },
      user(prompts[locale]),
      assistant(first),
      user(locale === 'en' ? 'And in winter?' : '那冬天呢？'),
    ],
    responses: [[assistant(second)], [assistant(first)]],
  });
}

/** Answers that call tools and use what comes back. */
export function toolsWork(form: QuestionForm, locale: Locale): Work {
  const call = (city: string): Message[] => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        {
          id: 'c1',
          type: 'function',
          function: { name: 'weather', arguments: JSON.stringify({ city, days: 2 }) },
        },
      ],
    },
    { role: 'tool', tool_call_id: 'c1', content: JSON.stringify({ city, high: 9, low: 3, rain: true }) },
    assistant(locale === 'en' ? 'Take an umbrella: it will rain, 3 to 9 °C.' : '请带伞：有雨，3 到 9 °C。'),
  ];
  return workOf('tools', form, {
    prompt: [user(locale === 'en' ? 'What should I wear tomorrow?' : '明天该穿什么？')],
    responses: [call('Oslo'), call('Bergen')],
  });
}

/** A question about an image. */
export function imageWork(form: QuestionForm, locale: Locale): Work {
  const [first = '', second = ''] = answers[locale];
  return workOf('image', form, {
    prompt: [
      {
        ...user(locale === 'en' ? 'What is in this picture?' : '这张图里有什么？'),
        images: [{ sha256: 'a'.repeat(64), type: 'image/png', width: 512, height: 512, alt: 'A and B' }],
      },
    ],
    responses: [[assistant(first)], [assistant(second)]],
  });
}
