import { z } from 'zod';
import type { ConfigFault } from './env-shapes.ts';

/** A sign-in provider as the environment describes it. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  /** On the button of the sign-in page. */
  readonly name: string;
  readonly createsAccounts: boolean;
  readonly roleClaim: string;
  readonly roles: readonly {
    readonly value: string;
    /** The project's short name. */
    readonly slug: string;
    readonly role: 'admin' | 'researcher' | 'reviewer' | 'annotator';
  }[];
}

const text = z.string().min(1, 'must not be empty');
const ROLE = /^(.+)=([a-z0-9]+(?:-[a-z0-9]+)*):(admin|researcher|reviewer|annotator)$/;

function url(rule: string, fits: (address: URL) => boolean) {
  return z.string().refine((value) => URL.canParse(value) && fits(new URL(value)), rule);
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** Variables about mail and the sign-in provider. */
export const accountVariables = {
  SMTP_URL: {
    shape: url('must be a URL that begins with smtp://, smtps:// or console:', ({ protocol }) =>
      ['smtp:', 'smtps:', 'console:'].includes(protocol),
    ).optional(),
    help: 'Server for mails, like smtps://user:password@mail.example.org:465; console: shows them on the console; leave it out to send none.',
  },
  MAIL_FROM: {
    shape: text
      .regex(/^[^\r\n]+@[^\r\n]+$/, 'must be an address, like Pairwright <label@example.org>')
      .optional(),
    help: 'Sender of mails, like Pairwright <label@example.org>.',
  },
  OIDC_ISSUER: {
    shape: url(
      'must be a URL that begins with https:// (http:// only on this machine)',
      ({ protocol, hostname }) => protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)),
    ).optional(),
    help: 'OpenID Connect provider that signs people in, like https://id.example.org; leave it out for none.',
  },
  OIDC_CLIENT_ID: { shape: text.optional(), help: 'What the provider knows this installation by.' },
  OIDC_CLIENT_SECRET: { shape: text.optional(), help: 'Secret of OIDC_CLIENT_ID.' },
  OIDC_NAME: {
    shape: text.max(60, 'must have at most 60 characters').default('OpenID Connect'),
    help: 'Name of the provider on the sign-in page.',
  },
  OIDC_CREATE_ACCOUNTS: {
    shape: z
      .enum(['true', 'false'], 'must be true or false')
      .default('false')
      .transform((value) => value === 'true'),
    help: 'true makes accounts for people whose e-mail the provider has verified; leave it out to let in only who has an account.',
  },
  OIDC_ROLE_CLAIM: {
    shape: text.default('groups'),
    help: 'Claim whose values give roles; leave it out for groups.',
  },
  OIDC_ROLES: {
    shape: z
      .string()
      .default('')
      .transform((value) =>
        value
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      )
      .refine(
        (parts) => parts.every((part) => ROLE.test(part)),
        'must be entries like labelers=my-project:annotator, separated by commas',
      ),
    help: 'Which value of the claim gives which role in which project (by its short name), like labelers=helpfulness:annotator, leads=helpfulness:admin.',
  },
} as const;

type Values = Partial<{
  [N in keyof typeof accountVariables]: z.output<(typeof accountVariables)[N]['shape']>;
}>;

/** Adds a fault for each variable that is missing beside another. */
export function checkAccounts(values: Values, faults: ConfigFault[]): void {
  const missing = (variable: keyof typeof accountVariables, beside: string): void =>
    void faults.push({
      variable,
      rule: `is missing while ${beside} is set`,
      help: accountVariables[variable].help,
    });
  if (values.SMTP_URL?.startsWith('smtp') === true && values.MAIL_FROM === undefined)
    missing('MAIL_FROM', 'SMTP_URL');
  const provider = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;
  const given = provider.find((name) => values[name] !== undefined);
  if (given !== undefined) for (const name of provider) if (values[name] === undefined) missing(name, given);
}

export function oidcOf(values: Values): OidcConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = values;
  if (issuer === undefined || clientId === undefined) return undefined;
  return {
    issuer,
    clientId,
    name: values.OIDC_NAME ?? '',
    createsAccounts: values.OIDC_CREATE_ACCOUNTS ?? false,
    roleClaim: values.OIDC_ROLE_CLAIM ?? '',
    roles: (values.OIDC_ROLES ?? []).map((part) => {
      const [, value = '', slug = '', role = ''] = ROLE.exec(part) ?? [];
      return { value: value.trim(), slug, role: role as OidcConfig['roles'][number]['role'] };
    }),
  };
}
