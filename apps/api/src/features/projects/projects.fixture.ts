import { expect } from 'vitest';
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
