-- What annotators have besides the pair at hand: practice, feedback, pay, time.

-- A comparison with a known answer, for learning; it is closed for ordinary work.
create table practice_examples (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  comparison_id uuid not null unique references comparisons on delete cascade,
  -- The answer as if the responses were shown in canonical order.
  expected jsonb not null,
  explanation_en text not null,
  explanation_zh text not null,
  created_by uuid references users,
  created_at timestamptz not null default now()
);
create index practice_examples_project on practice_examples (project_id, id);

create table practice_answers (
  example_id uuid not null references practice_examples on delete cascade,
  annotator_id uuid not null references users on delete cascade,
  given jsonb not null,
  matched boolean not null,
  answered_at timestamptz not null default now(),
  primary key (example_id, annotator_id)
);
create index practice_answers_annotator on practice_answers (annotator_id);

-- What a reviewer tells an annotator about one judgment, and the answer to it.
create table feedback (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  judgment_id uuid not null references judgments on delete cascade,
  annotator_id uuid not null references users on delete cascade,
  author_id uuid not null references users,
  message text not null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  reply text,
  -- The annotator does not agree; open until somebody settles it.
  disputed boolean not null default false,
  replied_at timestamptz,
  settled_at timestamptz
);
create index feedback_annotator on feedback (annotator_id, id);
create index feedback_judgment on feedback (judgment_id);

-- Pay for a judgment that counts, in millionths of the currency; null: nothing is paid by the judgment.
alter table projects add column pay_currency text check (pay_currency ~ '^[A-Z]{3}$');
alter table projects add column pay_micros bigint check (pay_micros between 1 and 1000000000);
alter table projects add check ((pay_currency is null) = (pay_micros is null));

-- Where somebody says that the measured active time of a day is not what they worked.
create table time_corrections (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  project_id uuid not null references projects on delete cascade,
  day date not null,
  minutes int not null check (minutes between -1440 and 1440),
  note text not null,
  created_at timestamptz not null default now()
);
create index time_corrections_user on time_corrections (user_id, project_id, day);
