import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { goldExplanation, goldRatings } from './gold.ts';
import { answer } from './judgment.ts';
import { question } from './projects.ts';
import { count, id, projectParams, timestamp } from './shapes.ts';

/** The entry exam as whoever sits it sees it. The known answers are told only where the project's policy says so. */
const tag = 'My work';
const mine = { kind: 'project', action: 'annotate', scope: 'annotate' } as const;

/** One item of an attempt that is over, responses in the order they were shown. */
const examAnswer = z.strictObject({
  assignmentId: id,
  promptExcerpt: z.string(),
  questionVersion: z.number().int(),
  /** Null: skipped, which is not right. */
  matched: z.boolean().nullable(),
  /** Null where it is not known any more. */
  expected: answer.nullable(),
  /** What was expected of each rating, where these are the answer; else null. */
  ratings: goldRatings.nullable(),
  explanation: goldExplanation,
});
export type ExamAnswer = z.infer<typeof examAnswer>;

export const myExam = z.strictObject({
  /** What it takes to pass; null: the project has no exam now. */
  asks: z.strictObject({ passPercent: count, attempts: count }).nullable(),
  /** The attempt that began last; null before the first. */
  last: z
    .strictObject({
      attempt: count,
      items: count,
      startedAt: timestamp,
      /** Null while it runs; then so are the next two. */
      finishedAt: timestamp.nullable(),
      correct: count.nullable(),
      passed: z.boolean().nullable(),
      /** Whether I have said that I saw what came of it. */
      seen: z.boolean(),
    })
    .nullable(),
  attemptsLeft: count,
  qualified: z.boolean(),
  /** Until when that holds; null: for good, or I am not. */
  qualifiedUntil: timestamp.nullable(),
  /** Items of the last attempt once it is over, in the order I answered them; null: the project does not tell. */
  answers: z.array(examAnswer).nullable(),
  /** The versions of the question that they answer. */
  questions: z.array(question),
});
export type MyExam = z.infer<typeof myExam>;

export const getMyExam = endpoint({
  method: 'GET',
  path: '/projects/:projectId/exam',
  tag,
  access: mine,
  summary: 'My entry exam: what came of the last attempt, attempts left, and until when I am qualified',
  params: projectParams,
  response: myExam,
});

export const seeMyExam = endpoint({
  method: 'POST',
  path: '/projects/:projectId/exam/seen',
  tag,
  access: mine,
  summary: 'Say that I saw what came of my attempts; the next one begins with my next claim',
  params: projectParams,
});
