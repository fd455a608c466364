/** A value of the project that can be chosen. */
export interface OfferedValue<Value extends string | number> {
  value: Value;
  label: string;
  /** What has it; 0: nothing has. */
  count: number;
}

export interface ShownValue<Value extends string | number> {
  value: Value;
  label: string;
  /** Null: it is not offered. */
  count: number | null;
  /** Something has it. */
  isKnown: boolean;
}

/** Boxes at most; who wants another one types more of it. */
const MOST = 60;

/** The values in which what is typed stands, chosen ones first; `only`: the one that is meant by it. */
export function shownValues<Value extends string | number>(
  {
    options,
    chosen,
  }: { readonly options: readonly OfferedValue<Value>[]; readonly chosen: readonly Value[] },
  typed: string,
): { shown: ShownValue<Value>[]; of: number; only: ShownValue<Value> | null } {
  const gone = chosen.filter((value) => !options.some((option) => option.value === value));
  const all: ShownValue<Value>[] = [
    ...options.map((option) => ({ ...option, isKnown: option.count > 0 })),
    ...gone.map((value) => ({ value, label: String(value), count: null, isKnown: false })),
  ];
  const wanted = typed.trim().toLowerCase();
  const found = all.filter(
    ({ value, label }) =>
      wanted === '' || label.toLowerCase().includes(wanted) || String(value).toLowerCase() === wanted,
  );
  const isChosen = ({ value }: ShownValue<Value>): boolean => chosen.includes(value);
  const ordered =
    found.length <= MOST
      ? found
      : [...found.filter(isChosen), ...found.filter((one) => !isChosen(one))].slice(0, MOST);
  const exact = found.find(({ value }) => String(value).toLowerCase() === wanted);
  return {
    shown: ordered,
    of: found.length,
    only: wanted === '' ? null : (exact ?? (found.length === 1 ? (found[0] ?? null) : null)),
  };
}

/** In an order of their own, so that the same choice is the same recipe. */
export function addedTo<Value extends string | number>(chosen: readonly Value[], value: Value): Value[] {
  return [...new Set([...chosen, value])].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
}

export function toggled<Value extends string | number>(chosen: readonly Value[], value: Value): Value[] {
  return chosen.includes(value) ? chosen.filter((one) => one !== value) : addedTo(chosen, value);
}
