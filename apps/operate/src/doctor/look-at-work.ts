import { counted } from '@pairwright/domain/counted';
import { readLastBackup } from '@pairwright/core/backups/backups.queries';
import { readWorkers } from '@pairwright/core/system/workers.queries';
import { inspectRedis } from '@pairwright/queue/inspect-redis';
import { openQueue } from '@pairwright/queue/queue';
import { createLogger } from '@pairwright/runtime/logger';
import { checkMailServer } from '@pairwright/runtime/mail/mailer';
import { type Finding, fault, warning } from './faults.ts';
import type { Look, OpenPatient, Patient } from './patient.ts';

/** Redis, where the queue is there: whether it answers, throws jobs away, forgets them. */
export async function lookAtRedis({ config }: Patient): Look {
  const { redisUrl } = config.secrets.reveal();
  if (redisUrl === undefined) return { findings: [], skipped: 'the queue is in PostgreSQL' };
  const facts = await inspectRedis(redisUrl).catch((error: Error) => error);
  if (facts instanceof Error) {
    const refused = /WRONGPASS|NOAUTH|NOPERM/.test(facts.message);
    return {
      findings: [
        fault(
          'queue_unreachable',
          refused
            ? 'Redis at REDIS_URL refuses this user or password.'
            : `Redis at REDIS_URL (${new URL(redisUrl).host}) does not answer.`,
          refused
            ? 'Correct user and password in REDIS_URL.'
            : 'Start it, or correct host and port in REDIS_URL.',
        ),
      ],
    };
  }
  const findings: Finding[] = [];
  if (facts.maxmemoryPolicy !== undefined && facts.maxmemoryPolicy !== 'noeviction')
    findings.push(
      fault(
        'queue_evicts',
        `The maxmemory-policy of Redis is ${facts.maxmemoryPolicy}: it throws queued jobs away when its memory is full.`,
        'Set maxmemory-policy to noeviction.',
      ),
    );
  if (facts.appendOnly === false)
    findings.push(
      warning(
        'queue_not_durable',
        'Redis keeps no append-only file: when it is killed, jobs wait until the worker looks for them.',
        'Set appendonly to yes.',
      ),
    );
  return { findings, seen: `Redis ${facts.version ?? ''}`.trim() };
}

/** Whether somebody works. */
export async function lookAtWorkers({ db }: OpenPatient): Look {
  const { alive, lastSeenSecondsAgo } = await readWorkers(db.db);
  if (alive > 0) return { findings: [], seen: `${alive} alive` };
  const seen =
    lastSeenSecondsAgo === null ? 'none was ever seen' : `the last was seen ${lastSeenSecondsAgo} s ago`;
  return {
    findings: [
      fault(
        'no_worker',
        `No worker runs (${seen}): votes are stored, but imports, exports and expired leases wait.`,
        'Start a worker; look into its log why it ended.',
      ),
    ],
  };
}

/** Whether jobs are taken out of the queue. */
export async function lookAtQueue({ config, url, limits }: OpenPatient): Look {
  const { redisUrl } = config.secrets.reveal();
  const log = createLogger({ name: 'doctor', level: 'silent' });
  const connection = redisUrl === undefined ? { databaseUrl: url } : { redisUrl };
  const queue = await openQueue({ connection, log }).catch((error: Error) => error);
  if (queue instanceof Error)
    return {
      findings: [fault('queue_unreachable', queue.message, 'Mend that first; votes are stored meanwhile.')],
    };
  try {
    const depths = await queue.depths();
    const stuck = depths.filter(
      ({ oldestWaitingSeconds }) =>
        oldestWaitingSeconds !== null && oldestWaitingSeconds > limits.queueSeconds,
    );
    return {
      findings: stuck.map(({ lane, waiting, oldestWaitingSeconds }) =>
        fault(
          'queue_stuck',
          `A job in the line "${lane}" has waited for ${Math.round(oldestWaitingSeconds ?? 0)} s, with ${waiting} waiting: nothing takes jobs there, or not fast enough.`,
          'Look under System at what holds the line, and start a worker or one more.',
        ),
      ),
      seen: depths.map(({ lane, waiting }) => `${lane} ${waiting} waiting`).join(', '),
    };
  } catch {
    return {
      findings: [
        fault('queue_unreachable', 'The queue does not answer.', 'Look into the log of its server.'),
      ],
    };
  } finally {
    await queue.close();
  }
}

/** The mail server, where there is one. */
export async function lookAtMail({ config }: Patient): Look {
  const { smtpUrl } = config.secrets.reveal();
  if (smtpUrl === undefined) return { findings: [], skipped: 'no SMTP_URL' };
  try {
    await checkMailServer(smtpUrl);
    return { findings: [] };
  } catch (error) {
    const { code = '' } = error as { code?: string };
    const where = new URL(smtpUrl).host;
    const says =
      code === 'EAUTH'
        ? `The mail server at ${where} refuses user or password.`
        : `The mail server at ${where} cannot be used (${code === '' ? 'no reason given' : code}).`;
    return {
      findings: [
        fault(
          'mail_unreachable',
          says,
          'Correct SMTP_URL, or start the server; invitations and new passwords can be handed over as links meanwhile.',
        ),
      ],
    };
  }
}

const ANSWER_MS = 10_000;

/** The provider that signs people in, where there is one. */
export async function lookAtProvider({ config: { oidc } }: Patient): Look {
  if (oidc === undefined) return { findings: [], skipped: 'no OIDC_ISSUER' };
  const url = `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const remedy = 'Correct OIDC_ISSUER, or start the provider; people with a password sign in meanwhile.';
  let said: unknown;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    if (!response.ok)
      return {
        findings: [fault('provider_unreachable', `${url} answers with status ${response.status}.`, remedy)],
      };
    said = await response.json();
  } catch {
    return {
      findings: [fault('provider_unreachable', `The sign-in provider does not answer at ${url}.`, remedy)],
    };
  }
  const { issuer } = (said ?? {}) as { issuer?: unknown };
  if (issuer === oidc.issuer) return { findings: [] };
  return {
    findings: [
      fault(
        'provider_unreachable',
        `The provider at OIDC_ISSUER calls itself ${JSON.stringify(issuer ?? null).slice(0, 200)}, and OIDC_ISSUER is ${oidc.issuer}: nobody can sign in with it.`,
        'Set OIDC_ISSUER to just what the provider calls itself, with or without a slash at its end.',
      ),
    ],
  };
}

/** Whether there is a backup, not too old, and whole. */
export async function lookAtBackup({ db, config }: OpenPatient): Look {
  const last = await readLastBackup(db.db);
  const remedy =
    'Run "pairwright backup", every night by a timer of the system, and keep the files elsewhere.';
  if (last === null)
    return {
      findings: [warning('no_recent_backup', 'No backup was ever made of this installation.', remedy)],
    };
  const days = Math.floor(last.ageSeconds / 86_400);
  if (last.ageSeconds > config.backupWarnDays * 86_400)
    return {
      findings: [
        warning(
          'no_recent_backup',
          `The last backup is ${counted(days, 'day')} old (${last.destination}).`,
          remedy,
        ),
      ],
    };
  return { findings: [], seen: `${last.finishedAt}, ${last.destination}` };
}
