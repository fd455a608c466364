import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { goldRanking, goldRatings } from './gold.ts';
import { answer, details, mostResponses } from './judgment.ts';
import { question } from './projects.ts';
import { localText } from './question-form.ts';
import { routingPolicy } from './routing.ts';
import { count, id, message, projectParams, timestamp } from './shapes.ts';

/** Learning on comparisons with a known answer. It says nothing of who wrote a response. */
const tag = 'Practice';
const annotate = { kind: 'project', action: 'annotate', scope: 'annotate' } as const;
const manage = { kind: 'project', action: 'manage', scope: 'manage' } as const;

export const practiceFeedback = z.strictObject({
  matched: z.boolean(),
  /** The answer that was expected, as shown. */
  expected: answer,
  /** What was expected of each rating, where these are the answer; else null. */
  ratings: goldRatings.nullable(),
  explanation: localText(4000),
});
export type PracticeFeedback = z.infer<typeof practiceFeedback>;

export const practiceExample = z.strictObject({
  id,
  language: z.string().nullable(),
  prompt: z.array(message),
  responses: z
    .array(z.strictObject({ messages: z.array(message) }))
    .min(1)
    .max(mostResponses),
  /** My latest answer and what came of it; the expected answer is told only then. */
  answered: practiceFeedback
    .extend({
      given: answer,
      /** My ratings, where these are the answer; else null. */
      givenRatings: details.shape.ratings.unwrap().nullable(),
    })
    .nullable(),
  /** Whether I have answered it in the attempt that runs; false where none does. */
  counted: z.boolean(),
});
export type PracticeExample = z.infer<typeof practiceExample>;

/** What is expected of an example, as if its responses were shown in canonical order; right is what would be right of gold. */
export const practiceExpectation = z.strictObject({
  answer,
  /** With the answer `rated`, what is expected of its ratings. */
  ratings: goldRatings.nullable(),
  /** Of a ranking, when it is right. */
  ranking: goldRanking,
  explanation: localText(4000),
});

/** Where I stand with the pass mark of the round. An attempt begins with an answer and ends when each example has one. */
export const practiceStanding = z.strictObject({
  /** What it takes; null: the project asks for nothing, or has no examples. */
  asks: routingPolicy.shape.practice.unwrap().unwrap().nullable(),
  /** The attempt that began last; null before the first. */
  last: z
    .strictObject({
      attempt: count,
      startedAt: timestamp,
      /** Null while it runs; then so are the next three. */
      finishedAt: timestamp.nullable(),
      items: count.nullable(),
      /** Examples whose first answer was as expected. */
      correct: count.nullable(),
      passed: z.boolean().nullable(),
    })
    .nullable(),
  attemptsLeft: count,
  /** Whether what I passed holds now. */
  passed: z.boolean(),
  /** Until when; null: for good, or I have not. */
  passedUntil: timestamp.nullable(),
});
export type PracticeStanding = z.infer<typeof practiceStanding>;

export const listPractice = endpoint({
  method: 'GET',
  path: '/projects/:projectId/practice',
  tag,
  access: annotate,
  summary: 'The practice round of a project, up to 50 examples, and where I stand with its pass mark',
  params: projectParams,
  response: z.strictObject({ question, items: z.array(practiceExample), standing: practiceStanding }),
});

export const answerPractice = endpoint({
  method: 'POST',
  path: '/projects/:projectId/practice/:exampleId/answer',
  tag,
  access: annotate,
  summary:
    'Answer an example and hear whether it is the expected answer, and why; can be repeated, the first answer of an attempt counts',
  params: projectParams.extend({ exampleId: id }),
  body: z.strictObject({
    answer,
    /** Where they are the answer. */
    ratings: details.shape.ratings,
  }),
  response: practiceFeedback,
  errors: ['outcome_not_allowed', 'judgment_incomplete', 'consent_needed'],
});

const comparisonParams = projectParams.extend({ comparisonId: id });

export const setPracticeExample = endpoint({
  method: 'PUT',
  path: '/projects/:projectId/comparisons/:comparisonId/practice',
  tag,
  access: manage,
  summary:
    'Use a comparison for practice; nobody is given it as work any more. Answers as if shown in canonical order',
  params: comparisonParams,
  body: practiceExpectation.extend({
    ratings: practiceExpectation.shape.ratings.default(null),
    ranking: practiceExpectation.shape.ranking.default({ rule: 'exact' }),
  }),
  response: z.strictObject({ exampleId: id }),
  errors: ['outcome_not_allowed', 'wrong_state'],
});

export const removePracticeExample = endpoint({
  method: 'DELETE',
  path: '/projects/:projectId/comparisons/:comparisonId/practice',
  tag,
  access: manage,
  summary: 'Take a comparison out of the practice round; it can be given as work again',
  params: comparisonParams,
});
