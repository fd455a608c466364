import { hostname } from 'node:os';
import { createClient } from '@pairwright/contract/client';
import type { Me } from '@pairwright/contract/auth';
import type { Cli } from '../app-context.ts';
import { CliError } from '../cli-error.ts';
import { ask, readStdin } from '../prompts.ts';
import { forgetSettings, saveSettings } from '../settings.ts';

export interface LoginOptions {
  readonly email?: string;
  readonly passwordStdin?: boolean;
  readonly token?: string;
  readonly days: number;
}

/** Signs in once, makes an API token for this machine and keeps only the token. */
export async function login(cli: Cli, options: LoginOptions): Promise<void> {
  const token = options.token ?? (await makeToken(cli, options));
  const me: Me = await createClient({ baseUrl: cli.settings.server, token }).call('getMe', {});
  const file = await saveSettings(cli.env, { server: cli.settings.server, token });
  cli.out.result(
    { server: cli.settings.server, user: me.email, file },
    `Signed in to ${cli.settings.server} as ${me.email}. The token is in ${file}.`,
  );
}

async function makeToken(cli: Cli, options: LoginOptions): Promise<string> {
  const email = options.email ?? (await ask('E-mail: '));
  const password = options.passwordStdin ? await readStdin() : await ask('Password: ', { hidden: true });
  const anonymous = createClient({ baseUrl: cli.settings.server });
  const answer = await anonymous.open('signIn', { body: { email, password } });
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
  await answer.body?.cancel();
  if (!cookie)
    throw new CliError('failed', 'The server answered without a session. Is this a Pairwright address?');
  const asMe = { headers: { cookie, origin: cli.settings.server } };
  const made = await anonymous.call(
    'createToken',
    {
      body: {
        name: `Command line on ${hostname()}`,
        scopes: ['read', 'annotate', 'import', 'export', 'manage'],
        expiresInDays: options.days,
        currentPassword: password,
      },
    },
    asMe,
  );
  await anonymous.call('signOut', {}, asMe);
  return made.secret;
}

export async function logout(cli: Cli): Promise<void> {
  await forgetSettings(cli.env);
  cli.out.result({ ok: true }, 'Forgot the token on this machine. Revoke it under Account, API tokens.');
}
