-- Who is signed in shows again who they are before something that matters: by the password in the request itself, or
-- beforehand by a passkey or a fresh sign-in at the provider, which counts for this session for some minutes.
alter table sessions add column proved_at timestamptz;
-- sha256 of the token of the session that is to be proved; null: a sign-in, a linking or a new passkey.
alter table oidc_sign_ins add column session_hash bytea;
alter table passkey_ceremonies add column session_hash bytea;
