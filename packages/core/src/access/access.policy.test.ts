import { describe, expect, it } from 'vitest';
import type { Role } from '@pairwright/contract/access';
import type { Access, ProjectAction, Scope } from '@pairwright/contract/endpoint';
import type { Problem } from '@pairwright/contract/errors';
import { authorize, type Caller, mayAct } from './access.policy.ts';

const actions = [
  'view',
  'annotate',
  'see_models',
  'review',
  'import',
  'export',
  'manage',
] as const satisfies readonly ProjectAction[];
const table: Record<Role | 'owner' | 'none', string> = {
  owner: 'yes yes yes yes yes yes yes',
  admin: 'yes yes yes yes yes yes yes',
  researcher: 'yes yes yes no yes yes no',
  reviewer: 'yes yes yes yes no no no',
  annotator: 'no yes no no no no no',
  none: 'no no no no no no no',
};

describe.each(Object.entries(table))('%s', (role, row) => {
  it.each(actions.map((action, i) => [action, row.split(' ')[i]] as const))('%s: %s', (action, answer) => {
    expect(mayAct(role === 'none' ? null : (role as Role | 'owner'), action)).toBe(answer === 'yes');
  });
});

function caller(
  via: 'session' | 'token',
  role: Caller['role'],
  more: { isOwner?: boolean; scopes?: Scope[] } = {},
): Caller {
  return {
    actor: {
      userId: 'u',
      isOwner: more.isOwner ?? false,
      via,
      scopes: new Set(more.scopes ?? []),
      onlyIn: null,
      tokenId: null,
    },
    role,
    mustAddFactor: false,
  };
}

function answer(rule: Exclude<Access, { kind: 'public' }>, who: Caller | undefined): string {
  try {
    authorize(rule, who);
    return 'passed';
  } catch (error) {
    return (error as Problem).code;
  }
}

const manage = { kind: 'project', action: 'manage', scope: 'manage' } as const;

it.each([
  ['a stranger', manage, undefined, 'not_signed_in'],
  ['an admin', manage, caller('session', 'admin'), 'passed'],
  ['an outsider', manage, caller('session', null), 'not_found'],
  ['an annotator', manage, caller('session', 'annotator'), 'not_found'],
  [
    "an admin's token without the scope",
    manage,
    caller('token', 'admin', { scopes: ['read'] }),
    'scope_missing',
  ],
  [
    "an outsider's token without the scope, who learns nothing of the project",
    manage,
    caller('token', null, { scopes: ['read'] }),
    'scope_missing',
  ],
  [
    "an annotator's token with the scope",
    manage,
    caller('token', 'annotator', { scopes: ['manage'] }),
    'not_found',
  ],
  [
    'a token where a session is needed',
    { kind: 'signed_in', about: 'oneself', scope: 'session_only' },
    caller('token', null, { scopes: ['read', 'manage'] }),
    'session_required',
  ],
  [
    'a session there',
    { kind: 'signed_in', about: 'oneself', scope: 'session_only' },
    caller('session', null),
    'passed',
  ],
  ["somebody at the owner's", { kind: 'owner', scope: 'manage' }, caller('session', null), 'not_found'],
  ['the owner', { kind: 'owner', scope: 'manage' }, caller('session', null, { isOwner: true }), 'passed'],
] as const)('%s: %s', (...[, rule, who, expected]) => {
  expect(answer(rule, who)).toBe(expected);
});
