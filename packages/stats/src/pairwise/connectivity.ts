import type { Comparisons } from './comparisons.ts';
import { countPairs, type PairCells } from './pair-cells.ts';

/** How items are joined by what was judged of them. Items ascend within a component and components by their first. */
export interface Connectivity {
  /** Items joined by comparisons. */
  readonly weakComponents: readonly (readonly number[])[];
  /**
   * The weak components when there are several, else none. Abilities across islands cannot be compared: with a prior
   * or phantom they exist, but compare nothing but the prior with itself.
   */
  readonly islands: readonly (readonly number[])[];
  /** Items each of which beat the other, if only by way of others; a tie is a win of both. */
  readonly strongComponents: readonly (readonly number[])[];
  /** Whether there is one strong component: else some items beat all others always, and no finite ability fits. */
  readonly mleExists: boolean;
}

/** Who is joined to whom (Ford 1957). An item that was never compared is a component of its own. */
export function connectivity(comparisons: Comparisons): Connectivity {
  return connectivityOfCells(countPairs(comparisons, { sides: false }).cells);
}

export function connectivityOfCells({ items, a, b, counts }: PairCells): Connectivity {
  const edges: Edges = { items, from: [], to: [] };
  for (let cell = 0; cell < a.length; cell += 1) {
    const tied = counts[3 * cell + 1]! > 0;
    if (tied || counts[3 * cell + 2]! > 0) addEdge(edges, a[cell]!, b[cell]!);
    if (tied || counts[3 * cell]! > 0) addEdge(edges, b[cell]!, a[cell]!);
  }
  return connectivityOfEdges(edges);
}

/** From each winner to each loser. */
export interface Edges {
  readonly items: number;
  readonly from: number[];
  readonly to: number[];
}

export function addEdge({ from, to }: Edges, winner: number, loser: number): void {
  from.push(winner);
  to.push(loser);
}

export function connectivityOfEdges(edges: Edges): Connectivity {
  const weakComponents = byComponent(weakOf(edges));
  const strongComponents = byComponent(strongOf(edges));
  const islands = weakComponents.length > 1 ? weakComponents : [];
  return { weakComponents, islands, strongComponents, mleExists: strongComponents.length === 1 };
}

/** Groups items by their label, in the order of first appearance. */
function byComponent(label: Int32Array): number[][] {
  const groups = new Map<number, number[]>();
  label.forEach((component, item) => {
    const group = groups.get(component);
    if (group === undefined) groups.set(component, [item]);
    else group.push(item);
  });
  return [...groups.values()];
}

function weakOf({ items, from, to }: Edges): Int32Array {
  const parent = Int32Array.from({ length: items }, (_, item) => item);
  const rootOf = (item: number): number => {
    let root = item;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  for (let edge = 0; edge < from.length; edge += 1) parent[rootOf(from[edge]!)] = rootOf(to[edge]!);
  return parent.map((_, item) => rootOf(item));
}

/** Where the edges of each item start among targets that are sorted by it. */
function adjacencyOf({ items, from, to }: Edges): { start: Int32Array; target: Int32Array } {
  const start = new Int32Array(items + 1);
  for (const winner of from) start[winner + 1]! += 1;
  for (let item = 0; item < items; item += 1) start[item + 1]! += start[item]!;
  const next = start.slice();
  const target = new Int32Array(to.length);
  for (let edge = 0; edge < to.length; edge += 1) target[next[from[edge]!]!++] = to[edge]!;
  return { start, target };
}

/** Tarjan (1972), with a stack of its own: a chain of many items must not exhaust the call stack. */
function strongOf(edges: Edges): Int32Array {
  const { items } = edges;
  const { start, target } = adjacencyOf(edges);
  const component = new Int32Array(items).fill(-1);
  const order = new Int32Array(items).fill(-1);
  const lowest = new Int32Array(items);
  const next = start.slice();
  const open: number[] = [];
  let [visited, components] = [0, 0];
  const enter = (item: number, path: number[]): void => {
    order[item] = lowest[item] = visited++;
    open.push(item);
    path.push(item);
  };
  const leave = (item: number): void => {
    if (lowest[item] !== order[item]) return;
    for (let member = -1; member !== item;) {
      member = open.pop()!;
      component[member] = components;
    }
    components += 1;
  };
  for (let root = 0; root < items; root += 1) {
    const path: number[] = [];
    if (order[root] === -1) enter(root, path);
    while (path.length > 0) {
      const item = path.at(-1)!;
      if (next[item]! < start[item + 1]!) {
        const other = target[next[item]!++]!;
        if (order[other] === -1) enter(other, path);
        else if (component[other] === -1) lowest[item] = Math.min(lowest[item]!, order[other]!);
        continue;
      }
      path.pop();
      leave(item);
      const above = path.at(-1);
      if (above !== undefined) lowest[above] = Math.min(lowest[above]!, lowest[item]!);
    }
  }
  return component;
}
