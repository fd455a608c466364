import { z } from 'zod';
import { sayDetail } from '../rule-details.ts';
import { frontMatterOf } from './readme.ts';
import type { SaidRule } from '@pairwright/domain/said-rule';

/** Which files of a data set's folder are read, and as which split. */
export interface FolderPlan {
  readonly files: readonly { readonly path: string; readonly split: string }[];
  /** Null where the folder names none. */
  readonly config: string | null;
}

const paths = z.union([z.string(), z.array(z.string())]);
const config = z.looseObject({
  config_name: z.string(),
  default: z.boolean().optional(),
  data_dir: z.string().optional(),
  data_files: z
    .union([
      z.string(),
      z.array(z.union([z.string(), z.looseObject({ split: z.string(), path: paths })])),
      z.record(z.string(), paths),
    ])
    .optional(),
});
type Config = z.infer<typeof config>;

const dataFile = /\.(?:jsonl|ndjson|json|csv|tsv|parquet)(?:\.(?:gz|zst))?$|\.zip$/i;
/** Beside the data, never data. */
export const notData = /(?:^|\/)(?:dataset_infos?|dataset_dict|manifest|state|config)\.json$/;
const splitWords: readonly (readonly [RegExp, string])[] = [
  [/(?:^|[/_.-])(?:train|training)(?:[/_.-]|$)/i, 'train'],
  [/(?:^|[/_.-])(?:validation|valid|val|dev)(?:[/_.-]|$)/i, 'validation'],
  [/(?:^|[/_.-])(?:test|testing|eval|evaluation)(?:[/_.-]|$)/i, 'test'],
];

/** The pattern of a glob: `*` and `?` stay within a folder, `**` does not, `[…]` and `{a,b}` choose. */
export function globPattern(glob: string): RegExp {
  const text = glob
    .replace(/^\.?\//, '')
    .replaceAll(/\*\*\/?|[*?]|\[[^\]]*\]|\{[^}]*\}|[.+^$()|\\{}[\]]/g, (found) => {
      if (found === '**/') return '(?:.*/)?';
      if (found === '**') return '.*';
      if (found === '*') return '[^/]*';
      if (found === '?') return '[^/]';
      if (found.length > 1 && found.startsWith('['))
        return found.replace('[!', '[^').replaceAll('\\', '\\\\');
      if (found.length > 1 && found.startsWith('{'))
        return `(?:${found
          .slice(1, -1)
          .split(',')
          .map((one) => one.replaceAll(/[.+^$()|\\*?]/g, '\\$&'))
          .join('|')})`;
      return `\\${found}`;
    });
  return new RegExp(`^${text}$`);
}

/** The configurations in the front matter of a README; null where there are none, a sentence where they cannot be read. */
function configsOf(readme: string | null): Config[] | null | { wrong: SaidRule } {
  const front = frontMatterOf(readme);
  if (front === 'wrong') return { wrong: sayDetail('readme_yaml') };
  const given = front?.['configs'];
  if (given === undefined || given === null) return null;
  const parsed = z.array(config).safeParse(given);
  return parsed.success
    ? parsed.data
    : { wrong: sayDetail('readme_configs', { place: parsed.error.issues[0]!.path.join('.') }) };
}

/**
 * What of a folder is data, as the Hugging Face loader reads it: by the configurations of its README, else by the words in
 * the names. `paths` are relative, with slashes. Files that no configuration names are not read.
 */
export function planFolder(
  all: readonly string[],
  readme: string | null,
  wanted: { readonly config?: string | undefined; readonly split?: string | undefined } = {},
): FolderPlan | { wrong: SaidRule } {
  const sorted = all.filter((path) => !/(?:^|\/)\./.test(path)).sort();
  const configs = configsOf(readme);
  if (configs !== null && 'wrong' in configs) return configs;
  if (wanted.config !== undefined && (configs ?? []).length === 0)
    return { wrong: sayDetail('readme_no_configs', { config: wanted.config }) };
  const plan =
    configs === null || configs.length === 0
      ? planByNames(sorted)
      : planByConfig(sorted, configs, wanted.config);
  if ('wrong' in plan || wanted.split === undefined) return plan;
  const files = plan.files.filter(({ split }) => split === wanted.split);
  const splits = [...new Set(plan.files.map(({ split }) => split))].join(', ');
  return files.length > 0
    ? { ...plan, files }
    : { wrong: sayDetail('readme_split', { split: wanted.split, splits }) };
}

/** The same where the README has configurations; null where it has none. */
export function planByReadme(
  all: readonly string[],
  readme: string,
): FolderPlan | { wrong: SaidRule } | null {
  const configs = configsOf(readme);
  return configs === null || (Array.isArray(configs) && configs.length === 0)
    ? null
    : planFolder(all, readme);
}

/** Names of the configurations of a README; none where they cannot be read. */
export function configNames(readme: string | null): string[] {
  const configs = configsOf(readme);
  return Array.isArray(configs) ? configs.map(({ config_name: name }) => name) : [];
}

function planByConfig(
  all: readonly string[],
  configs: readonly Config[],
  wanted: string | undefined,
): FolderPlan | { wrong: SaidRule } {
  const names = configs.map(({ config_name: name }) => name).join(', ');
  const chosen =
    wanted === undefined
      ? (configs.find((one) => one.default === true) ??
        configs.find(({ config_name: name }) => name === 'default') ??
        (configs.length === 1 ? configs[0] : undefined))
      : configs.find(({ config_name: name }) => name === wanted);
  if (chosen === undefined)
    return {
      wrong:
        wanted === undefined
          ? sayDetail('readme_several', { names })
          : sayDetail('readme_config', { config: wanted, names }),
    };
  const folder = chosen.data_dir === undefined ? '' : `${chosen.data_dir.replace(/\/$/, '')}/`;
  if (chosen.data_files === undefined) {
    const plan = planByNames(all.filter((path) => path.startsWith(folder)));
    return 'wrong' in plan ? plan : { ...plan, config: chosen.config_name };
  }
  const files: { path: string; split: string }[] = [];
  for (const { split, path } of entriesOf(chosen.data_files)) {
    const pattern = globPattern(folder + path);
    const found = all.filter((one) => pattern.test(one));
    if (found.length === 0) return { wrong: sayDetail('readme_file', { path, split }) };
    for (const one of found)
      if (!files.some((file) => file.path === one && file.split === split)) files.push({ path: one, split });
  }
  return { files, config: chosen.config_name };
}

function entriesOf(given: NonNullable<Config['data_files']>): { split: string; path: string }[] {
  const list = (split: string, path: string | readonly string[]) =>
    [path].flat().map((one) => ({ split, path: one }));
  if (typeof given === 'string') return list('train', given);
  if (Array.isArray(given))
    return given.flatMap((one) => (typeof one === 'string' ? list('train', one) : list(one.split, one.path)));
  return Object.entries(given).flatMap(([split, path]) => list(split, path));
}

function planByNames(all: readonly string[]): FolderPlan | { wrong: SaidRule } {
  const data = all.filter((path) => dataFile.test(path) && !notData.test(path));
  if (data.length === 0) return { wrong: sayDetail('folder_empty') };
  const named = data.map((path) => ({
    path,
    split: splitWords.find(([word]) => word.test(path))?.[1] ?? null,
  }));
  // With no word in any name, all is training data; with one, files without are told apart from it.
  const anyWord = named.some(({ split }) => split !== null);
  const stray = named.filter(({ split }) => split === null).map(({ path }) => path);
  if (anyWord && stray.length > 0)
    return {
      wrong: sayDetail('folder_splits', { files: stray.slice(0, 5).join(', ') }),
    };
  return { files: named.map(({ path, split }) => ({ path, split: split ?? 'train' })), config: null };
}
