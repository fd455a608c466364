/** So little text cannot become much, however it is nested. */
const LIGHT = 64 * 1024;
/** Far deeper than a row may be; what is nearer to that is told with its path, once it is read. */
const DEEPEST = 1_000;
/** Lists and objects of one row. */
export const mostContainers = 100_000;

/**
 * Why a JSON text must not be read: its value would take up to a hundred times the memory of its text. Null: it may. Looks at brackets
 * outside of strings alone; what is no JSON is told by whoever reads it.
 */
export function weightFault(text: string): 'too_deep' | 'too_many_values' | null {
  if (text.length <= LIGHT) return null;
  let depth = 0;
  let containers = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22:
        at = endOfString(text, at);
        break;
      case 0x5b:
      case 0x7b:
        depth++;
        containers++;
        if (depth > DEEPEST) return 'too_deep';
        if (containers > mostContainers) return 'too_many_values';
        break;
      case 0x5d:
      case 0x7d:
        depth--;
        break;
    }
  }
  return null;
}

/** The place of the quote that closes the string; that of the last character where none does. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return text.length - 1;
}
