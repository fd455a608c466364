-- Judgments that came with a time that was closed already, since the clock of the database had gone back: they are sealed by
-- themselves, in the order in which they came. See docs/adr/0014-audit-log.md.

create table late_judgments (
  judgment_id uuid primary key references judgments on delete cascade,
  project_id uuid not null,
  -- Which of the project's seals of late judgments holds it, from 1; null: none yet.
  seal int
);
create index late_judgments_project on late_judgments (project_id, seal);

create function note_late_judgments() returns trigger language plpgsql as $$
begin
  -- The table is locked for writing by now, which is what whoever seals waits for: this sees what they closed, or they see this.
  insert into late_judgments (judgment_id, project_id)
  select n.id, n.project_id from new_judgments n join audit_seals s on s.project_id = n.project_id
  where n.source = 'annotator' and n.created_at <= greatest(s.to_at, s.closing_at);
  return null;
end $$;
create trigger judgments_late_noted after insert on judgments
  referencing new table as new_judgments for each statement execute function note_late_judgments();
