/** Numbers and moments of texts that somebody types; NaN is no number, and no recipe takes it. */
export function numberOf(text: string): number {
  return /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
}

export function wholeOf(text: string): number {
  return /^\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** Null: no limit. */
export function limitOf(text: string): number | null {
  return text.trim() === '' ? null : wholeOf(text);
}

/** Null: nothing typed. What is no date stays a number, which no recipe takes. */
export function momentOf(text: string): string | number | null {
  if (text.trim() === '') return null;
  return Number.isNaN(Date.parse(text.trim())) ? Number.NaN : text.trim();
}
