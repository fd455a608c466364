/** Processes that have an account of their own at the database. */
export const accountKinds = ['api', 'worker'] as const;
export type AccountKind = (typeof accountKinds)[number];

export const tableRights = ['select', 'insert', 'update', 'delete'] as const;
export type TableRight = (typeof tableRights)[number];

/** Rights that no process of ours needs on any table. */
export const foreignRights = ['truncate', 'references', 'trigger'] as const;

/** Some columns of a table: just these, or all but these, also those that come later. */
type Columns = { readonly only: readonly string[] } | { readonly but: readonly string[] };

/** What an account may do with a table: with all of it, or with some columns. */
export interface RightsOnTable {
  readonly whole: readonly TableRight[];
  readonly columns?: Partial<Record<TableRight, Columns>>;
}

const everything: RightsOnTable = { whole: tableRights };
const nothing: RightsOnTable = { whole: [] };
const readAlone: RightsOnTable = { whole: ['select'] };
/** What is written once, and is the past from then on. */
const addAndRead: RightsOnTable = { whole: ['select', 'insert'] };
/** Frozen by a worker, and never changed: it goes with its version. */
const readAndRemove: RightsOnTable = { whole: ['select', 'delete'] };

const ofBoth: Readonly<Record<string, RightsOnTable>> = {
  audit_events: addAndRead,
  audit_private: addAndRead,
  judgments: addAndRead,
  // What was worth how much is the past, too.
  pay_rates: addAndRead,
  pairwright_migrations: readAlone,
};

const ofApi: Readonly<Record<string, RightsOnTable>> = {
  dataset_drops: readAndRemove,
  dataset_rows: readAndRemove,
  dataset_votes: readAndRemove,
  // Noted with a vote; what is sealed is the worker's.
  late_judgments: addAndRead,
  // A worker looks after it.
  steady_clock: readAlone,
};

/** A worker reads files that strangers wrote. It signs nobody in, and needs nothing that somebody signs in by. */
const ofWorker: Readonly<Record<string, RightsOnTable>> = {
  // Whether a token that something was asked with is still good; never what it is known by.
  api_tokens: {
    whole: ['delete'],
    columns: { select: { only: ['id', 'scopes', 'project_ids', 'expires_at', 'revoked_at'] } },
  },
  crowd_entries: nothing,
  crowd_people: nothing,
  erasure_requests: nothing,
  identities: nothing,
  invites: nothing,
  late_judgments: { whole: ['select', 'insert', 'update'] },
  oidc_sign_ins: nothing,
  passkey_ceremonies: nothing,
  passkeys: nothing,
  password_resets: nothing,
  recovery_codes: nothing,
  registrations: nothing,
  sessions: { whole: ['delete'], columns: { select: { only: ['expires_at', 'last_used_at'] } } },
  throttles: nothing,
  // Their secrets are sealed anew at night.
  totp_factors: { whole: ['select', 'update'] },
  // Annotators of imported files are made and removed.
  users: {
    whole: ['delete'],
    columns: { select: { but: ['password_hash'] }, insert: { but: ['password_hash', 'is_owner'] } },
  },
};

/** Tables of which it is said here; a test wants every new one here, or to be told that it holds nothing to sign in by. */
export const decidedTables: ReadonlySet<string> = new Set(
  [ofBoth, ofApi, ofWorker].flatMap((said) => Object.keys(said)),
);

/** What the process needs of a table; those of the queue, and tables that come later, it reads and writes. */
export function rightsOn(
  kind: AccountKind,
  { schema, name }: { schema: string; name: string },
): RightsOnTable {
  if (schema !== 'public') return everything;
  return (kind === 'api' ? ofApi : ofWorker)[name] ?? ofBoth[name] ?? everything;
}

/** Whether the right is for just some columns, and this one among them. */
export function isAmong(columns: Columns, column: string): boolean {
  return 'only' in columns ? columns.only.includes(column) : !columns.but.includes(column);
}

/** Functions that act with the rights of the owner, and who may call them. */
export const narrowWays: Readonly<Record<string, readonly AccountKind[]>> = {
  'analyze_frozen()': ['worker'],
  'remove_audit_addresses(integer)': ['worker'],
  'remove_audit_entries(integer)': ['worker'],
  'remove_audit_of_person(uuid)': ['api'],
  'remove_crowd_ids(integer)': ['worker'],
};
