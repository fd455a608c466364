import { expect, it } from 'vitest';
import { ConfigError, readConfig } from './env.ts';

const provider = {
  OIDC_ISSUER: 'https://id.example.org',
  OIDC_CLIENT_ID: 'pairwright',
  OIDC_CLIENT_SECRET: 'hush',
};

function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as ConfigError).faults.map(({ variable }) => variable);
  }
}

it('knows the provider with its roles, and keeps the secret apart', () => {
  const config = readConfig({
    ...provider,
    OIDC_NAME: 'Example ID',
    OIDC_ROLES: 'labelers=helpfulness:annotator, team=a=my-project:admin',
  });
  expect(config.oidc).toEqual({
    issuer: 'https://id.example.org',
    clientId: 'pairwright',
    name: 'Example ID',
    createsAccounts: false,
    roleClaim: 'groups',
    roles: [
      { value: 'labelers', slug: 'helpfulness', role: 'annotator' },
      { value: 'team=a', slug: 'my-project', role: 'admin' },
    ],
  });
  expect(JSON.stringify(config)).not.toContain('hush');
  expect(config.secrets.reveal().oidcClientSecret).toBe('hush');
  expect(readConfig({}).oidc).toBeUndefined();
});

it.each<[string, Record<string, string>, string[]]>([
  ['without its client', { OIDC_ISSUER: 'https://id.example.org' }, ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']],
  ['in the clear', { ...provider, OIDC_ISSUER: 'http://id.example.org' }, ['OIDC_ISSUER']],
  ['with a role that is none', { ...provider, OIDC_ROLES: 'boss=my-project:owner' }, ['OIDC_ROLES']],
  [
    'that says neither true nor false',
    { ...provider, OIDC_CREATE_ACCOUNTS: 'yes' },
    ['OIDC_CREATE_ACCOUNTS'],
  ],
])('refuses a provider %s', (_what, env, variables) => {
  expect(faultsOf(env)).toEqual(expect.arrayContaining(variables));
});

it('takes mails with a sender only, and the console without one', () => {
  expect(faultsOf({ SMTP_URL: 'smtps://mail.example.org' })).toEqual(['MAIL_FROM']);
  expect(faultsOf({ SMTP_URL: 'ftp://mail.example.org', MAIL_FROM: 'a@example.org' })).toEqual(['SMTP_URL']);
  expect(faultsOf({ SMTP_URL: 'console:' })).toEqual([]);
  expect(readConfig({ SMTP_URL: 'smtp://u:hush@h', MAIL_FROM: 'a@b' }).secrets.reveal().smtpUrl).toContain(
    'hush',
  );
});
