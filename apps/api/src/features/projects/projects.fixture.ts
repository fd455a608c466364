import { expect } from 'vitest';
import type { QuestionForm, Scale } from '@pairwright/contract/question-form';
import type { Person, TestApp } from '../../test-app.ts';

/** What makes a project with a name that nobody has. */
export const freshProject = ({ services }: TestApp, change: object = {}) => ({
  name: `Project ${services.ids.next()}`,
  template: 'pair_7',
  language: 'en',
  ...change,
});

export async function makeProject(kit: TestApp, person: Person, change: object = {}) {
  const answer = await kit.call(person, 'POST', '/projects', freshProject(kit, change));
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
}

/** A question about a pair, and nothing beside it. */
export function pairForm(scale: Scale): QuestionForm {
  return {
    main: { kind: 'pair', scale, levels: null },
    criteria: [],
    ratings: [],
    flags: [],
    safety: null,
    rationale: { mode: 'optional', minLength: 0, reasons: [], reasonRequired: false },
    spans: [],
    rewrite: 'off',
    scope: 'last_turn',
    allowDiff: true,
  };
}
