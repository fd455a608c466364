const MAX = 64;

/** A short name for addresses from a name in any script; empty when nothing of it can be kept. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, MAX - 8)
    .replace(/-+$/, '');
}
