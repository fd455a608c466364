import type { InFormat } from './format.ts';
import type { Mapping } from '@pairwright/contract/import-mapping';
import { mappingFormat, parseMapping } from './mapping-format.ts';
import { isObject } from './messages.ts';

/** One entry of LLaMA-Factory's dataset_info.json. */
export interface InfoEntry {
  readonly name: string;
  readonly file: string;
  /** Null, with the sentence in `wrong`, where the entry describes no preferences or labels. */
  readonly format: InFormat | null;
  readonly wrong: string | null;
  /** What `format` is made of. */
  readonly mapping: Mapping | null;
}

const record = (value: unknown): Readonly<Record<string, unknown>> => (isObject(value) ? value : {});

/** The entries that name a local file; as the trainer does, a column or tag that is not named is not read. */
export function readDatasetInfo(info: unknown): InfoEntry[] {
  return Object.entries(record(info)).flatMap(([name, value]) => {
    const entry = record(value);
    const file = entry['file_name'];
    if (typeof file !== 'string') return [];
    const parsed = parseMapping(mappingOf(entry));
    return [
      'mapping' in parsed
        ? { name, file, format: mappingFormat(parsed.mapping), wrong: null, mapping: parsed.mapping }
        : { name, file, format: null, wrong: `${name} is neither a ranking nor KTO data.`, mapping: null },
    ];
  });
}

function mappingOf(entry: Readonly<Record<string, unknown>>): unknown {
  const columns = record(entry['columns']);
  const given = entry['columns'] !== undefined;
  const column = (key: string, usual: string): string | undefined => {
    const named = columns[key];
    return typeof named === 'string' ? named : given ? undefined : usual;
  };
  const isTurns = entry['formatting'] === 'sharegpt' || entry['formatting'] === 'openai';
  const tag = typeof columns['kto_tag'] === 'string' ? columns['kto_tag'] : undefined;
  const labels = tag === undefined ? [] : [{ kind: 'thumbs', column: tag, up: ['true'], down: ['false'] }];
  const system = typeof columns['system'] === 'string' ? columns['system'] : undefined;
  const as = isTurns ? 'message' : 'text';
  const chosen = column('chosen', 'chosen');
  const rejected = column('rejected', 'rejected');
  const isRanking = entry['ranking'] === true && tag === undefined;
  const head = { version: 1, dialect: dialectOf(entry) };
  if (isTurns && tag !== undefined)
    return {
      ...head,
      prompt: { inside: true, system },
      responses: { columns: [{ column: column('messages', 'conversations'), as: 'messages' }] },
      votes: labels,
    };
  if (!isRanking && tag === undefined) return null;
  return {
    ...head,
    prompt: isTurns
      ? { column: column('messages', 'conversations'), as: 'messages', system }
      : {
          column: column('prompt', 'instruction'),
          input: column('query', 'input'),
          system,
          history: column('history', 'history'),
        },
    responses: isRanking
      ? {
          columns: [
            { column: chosen, as },
            { column: rejected, as },
          ],
        }
      : { columns: [{ column: column('response', 'output') }] },
    votes: isRanking ? [{ kind: 'first' }] : labels,
  };
}

function dialectOf(entry: Readonly<Record<string, unknown>>): unknown {
  const isOpenai = entry['formatting'] === 'openai';
  const tags = record(entry['tags']);
  const given = entry['tags'] !== undefined;
  const word = (key: string, usual: string): string | undefined => {
    const named = tags[key];
    return typeof named === 'string' ? named : given ? undefined : usual;
  };
  const pairs = [
    ['user', word('user_tag', isOpenai ? 'user' : 'human')],
    ['assistant', word('assistant_tag', isOpenai ? 'assistant' : 'gpt')],
    ['system', word('system_tag', 'system')],
    ['tool', word('observation_tag', isOpenai ? 'tool' : 'observation')],
  ].flatMap(([role, name]) => (name === undefined ? [] : [[name, role] as const]));
  return {
    role: word('role_tag', isOpenai ? 'role' : 'from') ?? 'from',
    content: word('content_tag', isOpenai ? 'content' : 'value') ?? 'value',
    roles: Object.fromEntries(pairs),
  };
}
