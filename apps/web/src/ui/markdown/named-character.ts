import { trusted } from '../../device/trusted-types.ts';

const holder = document.createElement('i');

/**
 * The character that `&name;` means, or false when there is none. Stands in, by an alias of the build, for a package that asks
 * the page in the same way without a policy.
 */
export function decodeNamedCharacterReference(name: string): string | false {
  const reference = `&${name};`;
  holder.innerHTML = trusted.createHTML(reference);
  const text = holder.textContent;
  // What is not a name stays, or its end does: `&notit;` begins with `&not`.
  return text === reference || (text.endsWith(';') && name !== 'semi') ? false : text;
}
