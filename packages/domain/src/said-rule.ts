declare const said: unique symbol;

/** The English sentence of a rule that a catalogue has: pages say it in their reader's language. Only `ruleSayer` makes one. */
export type SaidRule = string & { readonly [said]: true };

/** Sentences by name; what stands in braces is filled in. */
export type RuleWords = Readonly<Record<string, string>>;

/** The blanks of a sentence. Braces around a quoted key are text: they show an object. */
type Blanks<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `"${string}` ? never : Name) | Blanks<Rest>
  : never;
type Values<Text extends string> = [Blanks<Text>] extends [never]
  ? []
  : [values: Readonly<Record<Blanks<Text>, string | number>>];

/** A rule as it was said: its name, and what was filled in. */
export interface HeardRule<Name extends string> {
  readonly name: Name;
  readonly values: Readonly<Record<string, string>>;
}

const blank = /\{([a-z]+)\}/g;

/** Says a rule of a catalogue by its name, with what its blanks are filled in with. */
export type RuleSayer<Words extends RuleWords> = <Name extends keyof Words & string>(
  name: Name,
  ...values: Values<Words[Name]>
) => SaidRule;

/** Says the rules of a catalogue. */
export function ruleSayer<const Words extends RuleWords>(words: Words): RuleSayer<Words> {
  return (name, ...values) => {
    const given = (values[0] ?? {}) as Record<string, string | number>;
    return words[name]!.replaceAll(blank, (_, key: string) => String(given[key])) as SaidRule;
  };
}

/** Tells which rule of a catalogue a sentence is; null where it is none of them. */
export function ruleReader<const Words extends RuleWords>(words: Words) {
  const patterns = (Object.keys(words) as (keyof Words & string)[])
    .map((name) => ({
      name,
      pattern: patternOf(words[name]!),
      plain: words[name]!.replaceAll(blank, '').length,
    }))
    // What leaves less open is the nearer one.
    .sort((a, b) => b.plain - a.plain);
  return (rule: string): HeardRule<keyof Words & string> | null => {
    for (const { name, pattern } of patterns) {
      const found = pattern.exec(rule);
      if (found !== null) return { name, values: { ...found.groups } };
    }
    return null;
  };
}

function patternOf(text: string): RegExp {
  const parts = text
    .split(blank)
    .map((part, index) =>
      index % 2 === 1 ? `(?<${part}>[\\s\\S]*?)` : part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    );
  return new RegExp(`^${parts.join('')}$`);
}
