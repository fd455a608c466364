-- Languages that an import detected because the row named none, and what it was asked to do and did about them.

alter table prompts add column language_detected boolean not null default false;
alter table prompts add constraint prompts_language_detected
  check (not language_detected or language is not null) not valid;
alter table prompts validate constraint prompts_language_detected;

alter table imports
  add column languages text not null default 'keep' check (languages in ('keep', 'detect')),
  -- New prompts whose row named no language, by the language detected: [{language, prompts}]; null: nobody could say.
  add column languages_detected jsonb not null default '[]';
