/**
 * Whether somebody has still to agree to the text of a project, as SQL; false where there is none. Of projects without a text
 * it reads one row.
 */
export const consentMissing = ({ project, user }: { project: string; user: string }): string => `exists (
  select from projects asking where asking.id = ${project} and asking.consent_from is not null and not exists (
    select from consent_acceptances agreed
    where agreed.project_id = asking.id and agreed.user_id = ${user} and agreed.version >= asking.consent_from))`;
