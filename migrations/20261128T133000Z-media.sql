-- Images of prompts and responses. Their bytes are in the artifact store under media/<project>/<sha256>.

create table media (
  project_id uuid not null references projects on delete cascade,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- By magic bytes, whatever the import said.
  type text not null check (type in ('image/png', 'image/jpeg', 'image/webp', 'image/gif')),
  width int not null check (width > 0),
  height int not null check (height > 0),
  size_bytes int not null check (size_bytes > 0),
  created_at timestamptz not null default now(),
  primary key (project_id, sha256)
);
