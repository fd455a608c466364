import type { VotesByUnit } from '../votes-by-unit.ts';

/** Units with at least two votes, by what was said of them: most units of a large set were labelled alike. */
export interface UnitPatterns {
  /** The pattern of each unit, -1 for one with fewer than two votes. */
  readonly patternOfUnit: Int32Array;
  /** Units of each pattern. */
  readonly unitsOfPattern: Float64Array;
  /** Votes of a unit of each pattern. */
  readonly votesOfPattern: Int32Array;
  /** Distinct labels of each pattern, ascending: those of p are `label[start[p]] .. label[start[p + 1] - 1]`. */
  readonly start: Int32Array;
  readonly label: Int32Array;
  /** Votes of each of these labels. */
  readonly count: Int32Array;
}

/** Finds the distinct multisets of labels as nodes of a tree whose branches are the labels in ascending order. */
export function patternsOf({ start, label, units, labels }: VotesByUnit): UnitPatterns {
  const branches = new Map<number, number>();
  const patternAtNode = new Map<number, number>();
  const patternOfUnit = new Int32Array(units).fill(-1);
  const [unitsOfPattern, example]: [number[], number[]] = [[], []];
  for (let unit = 0; unit < units; unit += 1) {
    const [from, to] = [start[unit]!, start[unit + 1]!];
    if (to - from < 2) continue;
    let node = 0;
    for (const one of label.slice(from, to).sort()) {
      const branch = node * labels + one;
      const known = branches.get(branch);
      node = known ?? branches.size + 1;
      if (known === undefined) branches.set(branch, node);
    }
    let pattern = patternAtNode.get(node);
    if (pattern === undefined) {
      pattern = unitsOfPattern.length;
      patternAtNode.set(node, pattern);
      unitsOfPattern.push(0);
      example.push(unit);
    }
    patternOfUnit[unit] = pattern;
    unitsOfPattern[pattern] = unitsOfPattern[pattern]! + 1;
  }
  const examples = example.map((unit) => label.slice(start[unit], start[unit + 1]).sort());
  return { patternOfUnit, unitsOfPattern: Float64Array.from(unitsOfPattern), ...runsOf(examples) };
}

function runsOf(
  examples: readonly ArrayLike<number>[],
): Pick<UnitPatterns, 'votesOfPattern' | 'start' | 'label' | 'count'> {
  const [starts, labels, counts]: [number[], number[], number[]] = [[0], [], []];
  for (const sorted of examples) {
    for (let at = 0; at < sorted.length; at += 1) {
      if (at > 0 && sorted[at] === sorted[at - 1]) {
        counts[counts.length - 1] = counts.at(-1)! + 1;
      } else {
        labels.push(sorted[at]!);
        counts.push(1);
      }
    }
    starts.push(labels.length);
  }
  return {
    votesOfPattern: Int32Array.from(examples, (sorted) => sorted.length),
    start: Int32Array.from(starts),
    label: Int32Array.from(labels),
    count: Int32Array.from(counts),
  };
}
