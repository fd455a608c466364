import { actionsOfRole } from '@pairwright/contract/access';
import type { Me } from '@pairwright/contract/auth';
import { expect, test } from 'vitest';
import { actionsOf, may, mayCreateProjects, runsProjects } from './access.ts';

const nobody: Me = {
  id: 'u',
  email: 'a@b.c',
  name: 'A',
  locale: 'en',
  isOwner: false,
  isDemo: false,
  mustAddFactor: false,
  memberships: [],
};
const as = (role: 'admin' | 'researcher' | 'reviewer' | 'annotator'): Me => ({
  ...nobody,
  memberships: [{ projectId: 'p', projectName: 'P', role, state: 'active' }],
});

test('what roles may do is what the contract says', () => {
  expect(actionsOf).toEqual(actionsOfRole);
});

test('annotators see no inside of projects', () => {
  expect(runsProjects(as('annotator'))).toBe(false);
  expect(runsProjects(as('reviewer'))).toBe(true);
  expect(runsProjects({ ...nobody, isOwner: true })).toBe(true);
});

test('rights hold in the project they were given in', () => {
  expect(may(as('researcher'), 'p', 'import')).toBe(true);
  expect(may(as('researcher'), 'p', 'manage')).toBe(false);
  expect(may(as('admin'), 'other', 'view')).toBe(false);
  expect(may({ ...nobody, isOwner: true }, 'other', 'manage')).toBe(true);
  expect(mayCreateProjects(as('researcher'))).toBe(false);
  expect(mayCreateProjects(as('admin'))).toBe(true);
});
