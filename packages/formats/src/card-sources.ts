import { oneLine as plain } from './card-words.ts';

/** Where the rows come from, and under which licences. */
export interface CardSources {
  /** Null: rows that name no source. */
  readonly sources: readonly {
    readonly name: string | null;
    readonly comparisons: number;
    readonly licences: readonly string[];
  }[];
  /** Comparisons of which no licence is stated; null in versions frozen before they were counted. */
  readonly unlicensed: number | null;
}

interface SourceWords {
  readonly none: string;
  readonly of: (name: string, comparisons: number) => string;
  readonly unnamed: string;
  readonly unnamedRows: string;
  readonly noLicence: string;
  readonly unlicensed: (comparisons: number) => string;
}

const words: Readonly<Record<'en' | 'zh', SourceWords>> = {
  en: {
    none: 'The rows name no source.',
    of: (name, comparisons) => `- ${name}: ${comparisons} comparisons`,
    unnamed: 'no source named',
    unnamedRows: 'rows without a source',
    noLicence:
      "The project states no licence. Ask its owner before you publish this data; outputs of hosted models may also fall under their providers' terms.",
    unlicensed: (comparisons) => ` Of ${comparisons} comparisons no licence is stated.`,
  },
  zh: {
    none: '数据行未注明来源。',
    of: (name, comparisons) => `- ${name}：${comparisons} 个比较`,
    unnamed: '未注明来源',
    unnamedRows: '未注明来源的行',
    noLicence: '项目未声明许可。公开发布前请询问项目负责人；托管模型的输出可能还受其提供方条款约束。',
    unlicensed: (comparisons) => `另有 ${comparisons} 个比较未声明许可。`,
  },
};

/** The section about sources and licences, without its heading. */
export function sourcesText({ sources, unlicensed }: CardSources, language: 'en' | 'zh'): string {
  const say = words[language];
  const isNamed = sources.some(({ name }) => name !== null);
  const list = sources.map(({ name, comparisons }) =>
    say.of(name === null ? say.unnamed : plain(name), comparisons),
  );
  const licensed = sources
    .filter(({ licences }) => licences.length > 0)
    .map(({ name, licences }) => `${name ?? say.unnamedRows}: ${licences.join(', ')}`);
  const licences =
    licensed.length === 0
      ? say.noLicence
      : `${plain(`${licensed.join('; ')}.`)}${unlicensed === null || unlicensed === 0 ? '' : say.unlicensed(unlicensed)}`;
  return `${isNamed ? list.join('\n') : say.none}\n\n${licences}`;
}

/** Names by which hubs know licences; whatever is none of them is `other`. */
const hubLicences = new Set(
  (
    'apache-2.0 mit openrail bigscience-openrail-m creativeml-openrail-m afl-3.0 artistic-2.0 bsl-1.0 bsd bsd-2-clause bsd-3-clause ' +
    'c-uda cc cc0-1.0 cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 ' +
    'cc-by-nd-4.0 cc-by-nc-nd-3.0 cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cdla-sharing-1.0 cdla-permissive-1.0 ' +
    'cdla-permissive-2.0 wtfpl ecl-2.0 epl-1.0 epl-2.0 eupl-1.1 eupl-1.2 agpl-3.0 gfdl gpl gpl-2.0 gpl-3.0 lgpl lgpl-2.1 lgpl-3.0 isc ' +
    'lppl-1.3c ms-pl mpl-2.0 odc-by odbl openrail++ osl-3.0 postgresql ofl-1.1 ncsa unlicense zlib pddl llama2 llama3 llama3.1 llama3.2 gemma'
  ).split(' '),
);

/**
 * `license` of the front matter. Nothing where no licence is stated of some of the rows: it would be claimed for all of them; and
 * nothing in versions frozen before that was counted.
 */
export function licenceYaml({ sources, unlicensed }: CardSources): string[] {
  const stated = [...new Set(sources.flatMap(({ licences }) => licences))];
  if (unlicensed !== 0 || stated.length === 0) return [];
  const ids = [...new Set(stated.map((licence) => licence.trim().toLowerCase().replaceAll(' ', '-')))];
  if (!ids.every((id) => hubLicences.has(id)))
    return ['license: other', `license_name: ${JSON.stringify(stated.join('; '))}`];
  return ids.length === 1 ? [`license: ${ids[0]}`] : ['license:', ...ids.map((id) => `- ${id}`)];
}
