import { email as emailShape } from '@pairwright/contract/auth';
import type { Role } from '@pairwright/contract/access';
import type { Fault } from '@pairwright/contract/errors';
import { invitedRules, MAX_INVITED } from '@pairwright/contract/invites';
import { readCsv, sniffDelimiter } from '@pairwright/formats/containers/csv';
import { defaultLimits } from '@pairwright/formats/containers/items';

/** One person of the table, by the line of the text they stand on. */
export interface InvitedPerson {
  readonly line: number;
  readonly email: string;
  readonly role: Role;
  /** As written; whether the project has them is not looked at here. */
  readonly teams: readonly string[];
  /** Of the mail; null where the table does not say. */
  readonly locale: 'en' | 'zh-CN' | null;
  readonly note: string;
}

const columnNames: Readonly<Record<string, string>> = {
  email: 'email',
  'e-mail': 'email',
  邮箱: 'email',
  role: 'role',
  角色: 'role',
  team: 'team',
  teams: 'team',
  团队: 'team',
  language: 'language',
  语言: 'language',
  note: 'note',
  备注: 'note',
};

const roleNames: Readonly<Record<string, Role>> = {
  annotator: 'annotator',
  标注员: 'annotator',
  reviewer: 'reviewer',
  复核员: 'reviewer',
  researcher: 'researcher',
  研究员: 'researcher',
  admin: 'admin',
  管理员: 'admin',
};

const languageNames: Readonly<Record<string, 'en' | 'zh-CN'>> = { en: 'en', 'zh-cn': 'zh-CN', zh: 'zh-CN' };

/** Reads a table of people. Every fault is named by line and column; with any fault, `people` is not to be used. */
export async function readPeopleTable(text: string): Promise<{ people: InvitedPerson[]; faults: Fault[] }> {
  const csv = text.replace(/^\uFEFF/, '');
  const people: InvitedPerson[] = [];
  const faults: Fault[] = [];
  const seen = new Set<string>();
  const limits = { ...defaultLimits, recordBytes: 20_000, columns: 20 };
  async function* bytes() {
    yield new TextEncoder().encode(csv);
  }
  for await (const part of readCsv(bytes(), { delimiter: sniffDelimiter(csv) ?? ',', limits })) {
    if (part.ok) {
      const read = readPerson(part.value as Record<string, string>, part.line);
      if (Array.isArray(read)) faults.push(...read);
      else if (seen.has(read.email))
        faults.push(faultAt(read.line, 'email', { rule: 'twice', value: read.email }));
      else {
        seen.add(read.email);
        people.push(read);
      }
    } else
      for (const { line, rule, fix } of part.faults)
        faults.push({ path: `body.csv.${line}`, rule: `${invitedRules.table}: ${rule}`, fix });
    if (faults.some((fault) => fault.rule === invitedRules.columns)) break;
    if (people.length + faults.length > MAX_INVITED) {
      faults.push(faultAt(people.length + faults.length, '', { rule: 'lines' }));
      break;
    }
  }
  return { people, faults };
}

function readPerson(row: Record<string, string>, line: number): InvitedPerson | Fault[] {
  const cells: Record<string, string> = {};
  for (const [header, cell] of Object.entries(row)) {
    const column = columnNames[header.trim().toLowerCase()];
    if (column === undefined) return [faultAt(1, '', { rule: 'columns', value: header })];
    cells[column] = cell.trim();
  }
  if (cells['email'] === undefined || cells['role'] === undefined)
    return [faultAt(1, '', { rule: 'columns' })];
  const address = emailShape.safeParse(cells['email']);
  const role = roleNames[cells['role'].toLowerCase()];
  const language = cells['language'] ?? '';
  const locale = language === '' ? null : languageNames[language.toLowerCase()];
  const note = cells['note'] ?? '';
  const teams = [...new Set((cells['team'] ?? '').split(/[,，、]/).map((team) => team.trim()))];
  const faults = [
    ...(address.success ? [] : [faultAt(line, 'email', { rule: 'email', value: cells['email'] })]),
    ...(role === undefined ? [faultAt(line, 'role', { rule: 'role', value: cells['role'] })] : []),
    ...(locale === undefined ? [faultAt(line, 'language', { rule: 'language', value: language })] : []),
    ...(note.length > 200 ? [faultAt(line, 'note', { rule: 'note' })] : []),
  ];
  if (!address.success || role === undefined || locale === undefined || faults.length > 0) return faults;
  return { line, email: address.data, role, teams: teams.filter((team) => team !== ''), locale, note };
}

/** A fault of one cell, or of the line as a whole when `column` is empty. */
export function faultAt(
  line: number,
  column: string,
  { rule, value, fix }: { rule: keyof typeof invitedRules; value?: string; fix?: string },
): Fault {
  return {
    path: `body.csv.${line}${column === '' ? '' : `.${column}`}`,
    rule: invitedRules[rule],
    ...(value === undefined ? {} : { value: value.slice(0, 100) }),
    ...(fix === undefined ? {} : { fix }),
  };
}
