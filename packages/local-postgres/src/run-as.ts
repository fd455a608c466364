import { readFile, stat } from 'node:fs/promises';
import { LocalPostgresError } from './errors.ts';
import { runCommand, type RunAs } from './run-command.ts';

const accounts = ['postgres', '_postgres', 'nobody', 'daemon'];

interface Account {
  name: string;
  uid: number;
  gid: number;
}

function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (name === undefined || uid === undefined || gid === undefined) return [];
    // macOS writes nobody as -2.
    return [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }];
  });
}

async function canBecome(account: Account): Promise<boolean> {
  try {
    const { code } = await runCommand('/bin/sh', ['-c', 'exit 0'], {
      runAs: { uid: account.uid, gid: account.gid },
      cwd: '/',
    });
    return code === 0;
  } catch {
    return false;
  }
}

/**
 * PostgreSQL refuses to run as root. As root this gives the account to run it as: the owner of an existing
 * cluster, else the first unprivileged system account. As anybody else it gives undefined.
 */
export async function chooseRunAs(clusterDir: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(clusterDir).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const known = parsePasswd(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  for (const name of accounts) {
    const account = known.find((entry) => entry.name === name && entry.uid !== 0);
    if (account !== undefined && (await canBecome(account))) return { uid: account.uid, gid: account.gid };
  }
  throw new LocalPostgresError(
    'no_os_user',
    `PostgreSQL does not run as root and no unprivileged account (${accounts.join(', ')}) can be used here. ` +
      'Start Pairwright as an ordinary user, or set DATABASE_URL to a PostgreSQL server of your own.',
  );
}
