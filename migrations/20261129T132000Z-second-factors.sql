-- Codes of an authenticator app, recovery codes for when it is lost, and passkeys.

create table totp_factors (
  user_id uuid primary key references users on delete cascade,
  -- Base32, as the app has it.
  secret text not null,
  created_at timestamptz not null default now(),
  -- Null until the person has shown that the app works; not asked for before.
  confirmed_at timestamptz,
  -- The last time step whose code was taken: no code counts twice.
  last_step bigint
);

create table recovery_codes (
  user_id uuid not null references users on delete cascade,
  -- sha256; the codes have 80 random bits.
  code_hash bytea not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

create table passkeys (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  -- Base64url, as browsers give it.
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkeys_user on passkeys (user_id);

-- A challenge given to a browser; each is answered once.
create table passkey_ceremonies (
  id uuid primary key,
  challenge text not null,
  -- Who adds a key; null: somebody signs in.
  user_id uuid references users on delete cascade,
  expires_at timestamptz not null
);
create index passkey_ceremonies_expiry on passkey_ceremonies (expires_at);
