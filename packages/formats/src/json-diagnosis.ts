/** What breaks a JSON text at this place, in words that lead to the cause; null when there is no telling. */
export function diagnoseJson(text: string, offset: number): string | null {
  const rest = text.slice(offset, offset + 40);
  const before = text.slice(Math.max(0, offset - 200), offset);
  if (/^\s*<(?:!doctype|html|\?xml|head|body)/i.test(text)) return 'this is a web page, not data';
  if (/^-?(?:NaN|Infinity|nan|inf)\b/.test(rest) || (before.endsWith('-') && /^(?:NaN|Infinity)/.test(rest)))
    return 'NaN and Infinity are no JSON: write null, or leave the key out';
  if (/^(?:None|True|False)\b/.test(rest) || rest.startsWith("'"))
    return 'this is Python, not JSON: strings stand in double quotes, and the words are null, true and false';
  if (/^(?:\/\/|\/\*|#)/.test(rest)) return 'JSON has no comments';
  if (/^[}\]]/.test(rest) && /,\s*$/.test(before))
    return 'a comma stands before the end of an object or list';
  if (rest.startsWith(',') && /[[{,:]\s*$/.test(before)) return 'a value is missing before the comma';
  if (/^[{[]/.test(rest) && /[}\]]\s*$/.test(before)) return 'two values stand on one line';
  return null;
}
