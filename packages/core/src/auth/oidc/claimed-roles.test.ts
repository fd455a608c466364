import { expect, it } from 'vitest';
import { type ClaimedRole, rolesOfValues } from './claimed-roles.ts';

const roles: ClaimedRole[] = [
  { value: 'labelers', slug: 'helpfulness', role: 'annotator' },
  { value: 'leads', slug: 'helpfulness', role: 'admin' },
  { value: 'leads', slug: 'safety', role: 'reviewer' },
];

it('gives each project the strongest role, and nothing for unknown values', () => {
  expect([...rolesOfValues(['labelers', 'leads'], roles)].sort()).toEqual([
    ['helpfulness', 'admin'],
    ['safety', 'reviewer'],
  ]);
  expect([...rolesOfValues(['labelers'], roles)]).toEqual([['helpfulness', 'annotator']]);
  expect(rolesOfValues(['others', 'Leads'], roles).size).toBe(0);
});
