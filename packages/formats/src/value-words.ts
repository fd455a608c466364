import { ruleReader, ruleSayer } from '@pairwright/domain/said-rule';

/** What stands for a value that is not shown itself, in faults. The web translates by name. */
export const valueWords = {
  missing: '(missing)',
  list: '(list of {count})',
  object: '(object with {keys})',
  object_cut: '(object with {keys}…',
  object_empty: '(object with no keys)',
  line: '({bytes} bytes)',
} as const;

export const sayValue = ruleSayer(valueWords);
/** Which of these it is; null for a value that is shown itself. */
export const readValue = ruleReader(valueWords);
