import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { count, projectParams, timestamp } from './shapes.ts';

const tag = 'Consent';

const text = z.string().max(50_000);

/** What people are asked to agree to, in Markdown, by language; empty: none in this one. */
export const consentTexts = z.strictObject({ en: text, 'zh-CN': text });
export type ConsentTexts = z.infer<typeof consentTexts>;

/** What I am asked to agree to before I get work. */
export const askedConsent = z.strictObject({ version: z.number().int(), texts: consentTexts });
export type AskedConsent = z.infer<typeof askedConsent>;

export const consentVersion = askedConsent.extend({
  /** Whoever agreed to an earlier version was asked again. */
  asksAgain: z.boolean(),
  createdAt: timestamp,
  createdBy: z.string().nullable(),
  /** People who agreed to this version. */
  accepted: count,
});
export type ConsentVersion = z.infer<typeof consentVersion>;

export const listConsentTexts = endpoint({
  method: 'GET',
  path: '/projects/:projectId/consent',
  tag,
  access: { kind: 'project', action: 'view', scope: 'read' },
  summary: 'All versions of the text that people agree to before they work, newest first, with how many did',
  params: projectParams,
  response: z.strictObject({
    items: z.array(consentVersion),
    /** The least version that one must have agreed to; null: nobody is asked. */
    from: z.number().int().nullable(),
  }),
});

export const publishConsentText = endpoint({
  method: 'POST',
  path: '/projects/:projectId/consent',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary:
    "Publish a new version; without text in any language nobody is asked any more. `basedOn`, 0 for the first, guards against overwriting somebody else's",
  params: projectParams,
  body: z.strictObject({
    texts: consentTexts,
    /** Ask those again who agreed to an earlier version. Where nobody is asked before, everybody is. */
    asksAgain: z.boolean(),
    basedOn: z.int32().min(0),
  }),
  response: consentVersion,
  status: 201,
  errors: ['wrong_state'],
});

export const acceptConsent = endpoint({
  method: 'POST',
  path: '/projects/:projectId/consent/accept',
  tag,
  access: { kind: 'project', action: 'annotate', scope: 'session_only' },
  summary: 'Agree to the newest version of the text; kept with its time. By the person alone, no API token',
  params: projectParams,
  body: z.strictObject({ version: z.int32().min(1) }),
  status: 204,
  errors: ['wrong_state'],
});
