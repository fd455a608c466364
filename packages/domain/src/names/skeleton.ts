import { confusables } from './confusables.ts';

const alike = new Map(
  confusables
    .trim()
    .split(/\s/)
    .flatMap((entry) => {
      const [target = '', sources = ''] = entry.split('←');
      return [...sources].map((source) => [source, target] as const);
    }),
);

/**
 * What a name looks like, for comparing alone (UTS 39): names with the same skeleton look alike. Compatibility forms are folded too,
 * as of full-width letters.
 */
export function skeletonOf(name: string): string {
  const bare = name
    .normalize('NFKD')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return [...bare]
    .map((character) => alike.get(character) ?? character)
    .join('')
    .normalize('NFD');
}

/** The same for names that are what they name, as of models, tags and files: the same name twice is one thing. */
export function lookAlikesOfKinds(names: Iterable<string>): (name: string) => boolean {
  return lookAlikesAmong(new Set(names));
}

/** The same for people, who may stand there more than once: somebody is no twin of themselves, and may have the name of somebody else. */
export function lookAlikesOfPeople(
  people: Iterable<readonly [id: string, name: string]>,
): (name: string) => boolean {
  return lookAlikesAmong(new Map(people).values());
}

/** Tells of each name whether another of these looks like it, or is the same. */
export function lookAlikesAmong(names: Iterable<string>): (name: string) => boolean {
  const counts = new Map<string, number>();
  for (const name of names) {
    const skeleton = skeletonOf(name);
    counts.set(skeleton, (counts.get(skeleton) ?? 0) + 1);
  }
  return (name) => (counts.get(skeletonOf(name)) ?? 0) > 1;
}
