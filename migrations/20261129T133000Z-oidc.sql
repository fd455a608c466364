-- Signing in by an OpenID Connect provider.

-- Who a person is at a provider. Issuer and subject are the key; an e-mail is only shown.
create table identities (
  id uuid primary key,
  issuer text not null,
  subject text not null,
  user_id uuid not null references users on delete cascade,
  email text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  unique (issuer, subject)
);
create index identities_user on identities (user_id);

-- Sign-ins that are at the provider now. Each ends with its answer.
create table oidc_sign_ins (
  -- sha256 of the state: the address that comes back names it.
  state_hash bytea primary key,
  -- sha256 of a cookie: only the browser that began may end it.
  browser_hash bytea not null,
  nonce text not null,
  code_verifier text not null,
  -- Who links an identity; null: somebody signs in.
  user_id uuid references users on delete cascade,
  expires_at timestamptz not null
);
create index oidc_sign_ins_expiry on oidc_sign_ins (expires_at);

-- Memberships that the provider's claims gave; they follow the claims at each sign-in. All others stay as they are.
alter table project_members add column by_claims boolean not null default false;
