import { differences, type Holder } from '@pairwright/db/accounts/missing-rights';
import { excessOf } from '@pairwright/db/accounts/provide-accounts';
import type { AccountKind } from '@pairwright/db/accounts/rights';
import { type Finding, fault, warning } from './faults.ts';
import type { DatabasePatient, Look } from './patient.ts';

const HOW = 'See "Accounts of the database" in docs/operations.md.';

/** Whether api and worker have the rights that they need at the database, and no others. */
export async function lookAtAccounts(patient: DatabasePatient): Look {
  const holders = await findHolders(patient);
  if (holders.length === 0) return { findings: [], skipped: 'no api or worker is connected' };
  const findings: Finding[] = [];
  for (const holder of holders) findings.push(...(await findingsOf(patient, holder)));
  const seen = holders.map(({ kind, name }) => `the ${kind} is ${name}`).join(', ');
  return { findings, seen };
}

/** The accounts that processes use now, and those that the configuration says they shall use. */
async function findHolders({ client, config }: DatabasePatient): Promise<Holder[]> {
  const { rows } = await client.query<Holder>(
    `select distinct substr(application_name, 12) as kind, usename::text as name from pg_stat_activity
     where datname = current_database() and application_name in ('pairwright-api', 'pairwright-worker') and usename is not null
     order by 1, 2`,
  );
  const { databaseAccounts } = config.secrets.reveal();
  const configured = Object.entries(databaseAccounts ?? {}).map(([kind, url]): Holder => {
    const name = decodeURIComponent(new URL(url).username);
    return { kind: kind as AccountKind, name };
  });
  const known = new Map([...rows, ...configured].map((holder) => [`${holder.kind} ${holder.name}`, holder]));
  return [...known.values()];
}

async function findingsOf({ client }: DatabasePatient, holder: Holder): Promise<Finding[]> {
  const { kind, name } = holder;
  const { rows } = await client.query<{ owns: boolean }>(
    `select rolsuper or pg_has_role(r.oid, (select relowner from pg_class where oid = 'pairwright_migrations'::regclass), 'member') as owns
     from pg_roles r where rolname = $1`,
    [name],
  );
  const [role] = rows;
  if (role === undefined)
    return [
      fault(
        'rights_missing',
        `The user ${name} of the ${kind} does not exist.`,
        `Run the migrations. ${HOW}`,
      ),
    ];
  if (role.owns)
    return [
      warning(
        'account_too_mighty',
        `The ${kind} works as ${name}, who owns the tables: whoever gets into that process can change and empty everything, the audit log too.`,
        `Give api and worker accounts of their own: set DATABASE_API_URL and DATABASE_WORKER_URL for the migrations, and each as DATABASE_URL of its process. ${HOW}`,
      ),
    ];
  const excess = await excessOf(client, holder);
  const missing = (await differences(client, holder)).filter(({ what }) => what === 'grant');
  return [
    ...(excess.length === 0
      ? []
      : [
          warning(
            'account_too_mighty',
            `The user ${name} of the ${kind} may do what it does not need: ${few(excess)}.`,
            `Run the migrations, which take it away. ${HOW}`,
          ),
        ]),
    ...(missing.length === 0
      ? []
      : [
          fault(
            'rights_missing',
            `The user ${name} of the ${kind} lacks ${few(missing.map(({ right, on }) => `${right} on ${on}`))}.`,
            `Run the migrations, which give it. ${HOW}`,
          ),
        ]),
  ];
}

function few(all: readonly string[]): string {
  return `${all.slice(0, 3).join(', ')}${all.length > 3 ? ` and ${all.length - 3} more` : ''}`;
}
