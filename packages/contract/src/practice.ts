import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { answer, mostResponses } from './judgment.ts';
import { question } from './projects.ts';
import { localText } from './question-form.ts';
import { id, message, projectParams } from './shapes.ts';

/** Learning on comparisons with a known answer. It says nothing of who wrote a response. */
const tag = 'Practice';
const annotate = { kind: 'project', action: 'annotate', scope: 'annotate' } as const;
const manage = { kind: 'project', action: 'manage', scope: 'manage' } as const;

export const practiceFeedback = z.strictObject({
  matched: z.boolean(),
  /** The answer that was expected, as shown. */
  expected: answer,
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
  answered: practiceFeedback.extend({ given: answer }).nullable(),
});
export type PracticeExample = z.infer<typeof practiceExample>;

export const listPractice = endpoint({
  method: 'GET',
  path: '/projects/:projectId/practice',
  tag,
  access: annotate,
  summary: 'The practice round of a project, up to 50 examples',
  params: projectParams,
  response: z.strictObject({ question, items: z.array(practiceExample) }),
});

export const answerPractice = endpoint({
  method: 'POST',
  path: '/projects/:projectId/practice/:exampleId/answer',
  tag,
  access: annotate,
  summary: 'Answer an example and hear whether it is the expected answer, and why; can be repeated',
  params: projectParams.extend({ exampleId: id }),
  body: z.strictObject({ answer }),
  response: practiceFeedback,
  errors: ['outcome_not_allowed'],
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
  body: z.strictObject({ answer, explanation: localText(4000) }),
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
