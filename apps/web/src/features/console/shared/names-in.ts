/** The names in a text with commas between them, each once. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split(/[,，、]/).map((name) => name.trim()))].filter((name) => name !== '');
}
