import { createInterface } from 'node:readline/promises';
import { listOwners, operateOwnership } from '@pairwright/core/people/operate-owners.service';
import type { Operate } from './commands.ts';
import { tell, told, withDatabase } from './on-database.ts';
import { OperateError } from './operate-error.ts';

/** `pairwright owner list`: who owns the installation. */
export async function showOwners(operate: Operate): Promise<void> {
  await withDatabase(operate, async (database) => {
    const owners = await listOwners(database.db);
    const lines = owners.map(
      ({ email, name, disabled, isDemo }) =>
        `${email}  ${oneLine(name)}${disabled ? '  disabled' : ''}${isDemo ? '  demo' : ''}`,
    );
    tell(
      operate,
      { owners },
      lines.length === 0 ? 'Nobody owns it yet: open its first page.' : lines.join('\n'),
    );
  });
}

/**
 * `pairwright owner add` and `owner end`, for when no owner can sign in. Nobody types an e-mail twice by mistake: it is asked
 * for again, or given with --confirm. Throws OperateError.
 */
export async function changeOwner(
  operate: Operate,
  email: string,
  { change, confirm }: { change: 'take_in' | 'end'; confirm: string | undefined },
): Promise<void> {
  const typed = confirm ?? (await ask(operate, email, change));
  if (typed.trim().toLowerCase() !== email.trim().toLowerCase())
    throw new OperateError(`"${typed.trim()}" is not ${email}. Nothing was changed.`);
  await withDatabase(operate, async (database) => {
    const owner = await told(operateOwnership({ db: database }, { email, change }));
    tell(
      operate,
      { email: owner.email, isOwner: change === 'take_in' },
      change === 'take_in'
        ? `${owner.email} is an owner now. The audit log says that the operator did it.`
        : `${owner.email} is an owner no more. The audit log says that the operator did it.`,
    );
  });
}

async function ask({ stdin, stderr }: Operate, email: string, change: 'take_in' | 'end'): Promise<string> {
  if (stdin.isTTY !== true)
    throw new OperateError(`Say that you mean it: type the e-mail again with --confirm ${email}.`);
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const what = change === 'take_in' ? 'may do everything here from now on' : 'is an owner no more';
    return await lines.question(`${email} ${what}. Type the e-mail again to go on: `);
  } finally {
    lines.close();
  }
}

/** Names come from people. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
