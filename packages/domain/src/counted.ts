const english = new Intl.PluralRules('en');

/**
 * A number and what it counts, in English: `counted(1, 'row')` is "1 row", `counted(2, 'row')` "2 rows". For the words that
 * have one language alone: those of the command line and of the API.
 */
export function counted(count: number, one: string, other = `${one}s`): string {
  return `${count} ${english.select(count) === 'one' ? one : other}`;
}
