import { createInterface } from 'node:readline/promises';
import { Problem } from '@pairwright/contract/errors';
import { listOwners, operateOwnership } from '@pairwright/core/people/operate-owners.service';
import { type Database, openDatabase } from '@pairwright/db/database';
import type { Operate } from './commands.ts';
import { openInstallation } from './installation.ts';
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
    const owner = await operateOwnership({ db: database }, { email, change }).catch((error: unknown) => {
      if (error instanceof Problem) throw new OperateError(error.message, error);
      throw error;
    });
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

async function withDatabase(operate: Operate, work: (database: Database) => Promise<void>): Promise<void> {
  const { json, stderr } = operate;
  const installation = await openInstallation(
    operate.config,
    (line) => void (json || stderr.write(`${line}\n`)),
  );
  try {
    const database = await openDatabase({
      url: installation.url,
      applicationName: 'pairwright-owner',
      poolSize: 2,
    });
    try {
      await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await installation.close();
  }
}

/** Names come from people. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

function tell({ json, stdout }: Operate, data: unknown, text: string): void {
  stdout.write(`${json ? JSON.stringify(data) : text}\n`);
}
