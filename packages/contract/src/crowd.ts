import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { count, id, locale, name, pageOf, pageQuery, projectParams, timestamp } from './shapes.ts';

const tag = 'Crowd';
const manage = { kind: 'project', action: 'manage', scope: 'manage' } as const;

/** Accounts of people who come by such a link; nobody signs in by these addresses, and no mail reaches them. */
export const CROWD_HOST = 'crowd.invalid';

export const crowdLink = z.strictObject({
  id,
  name: z.string(),
  signed: z.boolean(),
  idParam: z.string(),
  /** Judgments after which a person gets the code. */
  wanted: z.number().int(),
  /** The platform's own code; null: each person gets one of their own. */
  completionCode: z.string().nullable(),
  returnUrl: z.string().nullable(),
  /** Shown with its address to whoever can get nothing more before the wanted number; null: they get no code. */
  screenOutCode: z.string().nullable(),
  screenOutUrl: z.string().nullable(),
  /** Whether people are given more after the wanted number. */
  mayGoOn: z.boolean(),
  people: count,
  maxPeople: z.number().int(),
  state: z.enum(['open', 'full', 'expired', 'closed']),
  createdBy: z.string(),
  createdAt: timestamp,
  expiresAt: timestamp,
});
export type CrowdLink = z.infer<typeof crowdLink>;

const platformCode = z.string().trim().min(1).max(100).nullable().default(null);
const platformAddress = z
  .url({ protocol: /^https$/ })
  .max(1000)
  .nullable()
  .default(null);

export const listCrowdLinks = endpoint({
  method: 'GET',
  path: '/projects/:projectId/crowd-links',
  tag,
  access: manage,
  summary: 'Links for platforms that send workers, newest first',
  params: projectParams,
  query: pageQuery,
  response: pageOf(crowdLink),
});

export const createCrowdLink = endpoint({
  method: 'POST',
  path: '/projects/:projectId/crowd-links',
  tag,
  access: manage,
  summary: 'Make a link for a platform; the key that signs its addresses is in this answer only',
  params: projectParams,
  body: z.strictObject({
    name,
    signed: z.boolean(),
    idParam: z
      .string()
      .regex(/^[A-Za-z][\w-]{0,59}$/, 'a letter, then letters, digits, _ and -')
      .default('PROLIFIC_PID'),
    wanted: z.number().int().min(1).max(10_000),
    completionCode: platformCode,
    returnUrl: platformAddress,
    screenOutCode: platformCode,
    screenOutUrl: platformAddress,
    mayGoOn: z.boolean().default(false),
    maxPeople: z.number().int().min(1).max(100_000),
    expiresInDays: z.number().int().min(1).max(365).default(30),
  }),
  response: crowdLink.extend({
    /** Base64url of 32 bytes for HMAC-SHA256. */
    key: z.string(),
  }),
  status: 201,
});

const linkParams = projectParams.extend({ linkId: id });

export const closeCrowdLink = endpoint({
  method: 'DELETE',
  path: '/projects/:projectId/crowd-links/:linkId',
  tag,
  access: manage,
  summary: 'Let nobody in by this link any more; who came stays until removed',
  params: linkParams,
});

export const crowdPerson = z.strictObject({
  /** Null: a retention rule has removed it. */
  externalId: z.string().nullable(),
  userId: id,
  done: count,
  /** The code this person was or will be shown; null where it was made of the id that is removed. */
  code: z.string().nullable(),
  isComplete: z.boolean(),
  createdAt: timestamp,
});
export type CrowdPerson = z.infer<typeof crowdPerson>;

export const listCrowdPeople = endpoint({
  method: 'GET',
  path: '/projects/:projectId/crowd-links/:linkId/people',
  tag,
  access: manage,
  summary: "Who came by the link, under the platform's ids, with what they did and their codes",
  params: linkParams,
  query: pageQuery,
  response: pageOf(crowdPerson),
});

export const enterByCrowdLink = endpoint({
  method: 'POST',
  path: '/crowd/enter',
  tag,
  access: { kind: 'public' },
  summary:
    'Come in by a link of a platform with the query of its address; the answer sets the session cookie',
  body: z.strictObject({ linkId: z.string().max(100), query: z.string().max(4000), locale }),
  response: z.strictObject({ projectId: id }),
  errors: ['invite_over', 'too_many_requests'],
});

export const getMyCrowdWork = endpoint({
  method: 'GET',
  path: '/me/crowd',
  tag,
  access: { kind: 'signed_in', about: 'oneself', scope: 'session_only' },
  summary:
    'What the platform that sent me wants, and the code to leave with once it is done, or once there is nothing more for me',
  response: z.strictObject({
    work: z
      .strictObject({
        projectId: id,
        wanted: z.number().int(),
        done: count,
        code: z.string().nullable(),
        returnUrl: z.string().nullable(),
        /** There is nothing more for me before the wanted number: what I leave with, where the link says so. */
        screenOut: z
          .strictObject({ code: z.string().nullable(), returnUrl: z.string().nullable() })
          .nullable(),
      })
      .nullable(),
  }),
});
