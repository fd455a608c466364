import { parse } from 'yaml';
import type { Provenance } from '@pairwright/contract/provenance';

/** What a README says in its front matter; null where it has none, `wrong` where that is no YAML. */
export function frontMatterOf(readme: string | null): Readonly<Record<string, unknown>> | null | 'wrong' {
  const front = readme === null ? null : /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\s*(?:\r?\n|$)/.exec(readme);
  if (!front) return null;
  try {
    const value = parse(front[1]!, { maxAliasCount: 20 }) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return 'wrong';
  }
}

const longest = 200;

/**
 * Where the rows come from and under which licence, as the front matter says it: `pretty_name`, and `license`, one or several; of
 * `other` its `license_name`. What is no text, or longer than a name may be, is not taken, and `unknown` is no licence.
 */
export function provenanceOf(readme: string | null): Provenance {
  const front = frontMatterOf(readme);
  if (front === null || front === 'wrong') return { source: null, licence: null };
  const named = [front['license']].flat().flatMap((one) => {
    const licence = one === 'other' ? (front['license_name'] ?? one) : one;
    return typeof licence === 'string' && licence !== 'unknown' ? [licence.trim()] : [];
  });
  return { source: fitting(front['pretty_name']), licence: fitting(named.join(', ')) };
}

function fitting(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' || text.length > longest ? null : text;
}
