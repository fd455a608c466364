import type { Column } from '../card-features.ts';
import { endOfText, kindOf, Leaf, type LeafType } from './parquet-leaf.ts';

/**
 * Takes rows apart into leaf columns with repetition and definition levels (S. Melnik et al., Dremel, VLDB 2010), from
 * the bytes of their JSON, without making a value of JavaScript of any text: that costs several times as long.
 */
export class Shredder {
  readonly leaves: readonly Leaf[];
  readonly #row: Struct;

  constructor(columns: readonly Column[]) {
    const leaves: Leaf[] = [];
    this.#row = structOf(columns, { path: [], repetition: 0, definition: 0, leaves });
    this.leaves = leaves;
  }

  /** Takes the line of one row, without its newline. Throws where a value is not of its column's type. */
  add(line: Uint8Array): void {
    if (line[0] !== OPEN_OBJECT) throw new TypeError('a row is not a JSON object');
    const end = addStruct(this.#row, { line, repetition: 0 }, 0);
    if (end !== line.length) throw new SyntaxError('something follows the row');
  }
}

interface Place {
  readonly path: readonly string[];
  /** Levels of what is around. */
  readonly repetition: number;
  readonly definition: number;
  readonly leaves: Leaf[];
}

interface List {
  readonly kind: 'list';
  readonly name: string;
  readonly element: Node;
  readonly repetition: number;
  readonly definition: number;
  readonly leaves: readonly Leaf[];
}

interface Struct {
  readonly kind: 'struct';
  readonly name: string;
  readonly definition: number;
  readonly fields: readonly Field[];
  readonly leaves: readonly Leaf[];
}

interface Field {
  readonly key: Uint8Array;
  readonly node: Node;
  /** Whether the object that is being read has named it. */
  seen: boolean;
}

type Node = { readonly kind: 'leaf'; readonly leaf: Leaf } | List | Struct;

/** The line, and the repetition level of what is read next. */
interface Reading {
  readonly line: Uint8Array;
  repetition: number;
}

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const QUOTE = 0x22;
const NULL = 0x6e;
const utf8 = new TextEncoder();

/** Everything is optional: a value that is there is one definition level above what is around it. */
function nodeOf(column: Column, place: Place): Node {
  const { name } = column;
  const inside = { ...place, path: [...place.path, name] };
  if ('dtype' in column) return leafOf(column.dtype, inside);
  if ('struct' in column) return structOf(column.struct, { ...inside, definition: place.definition + 1 });
  const list = listPlace(inside);
  if ('sequence' in column) return listOf(name, leafOf(column.sequence, list), list);
  if ('lists' in column) {
    const inner = listPlace(list);
    return listOf(name, listOf('element', leafOf(column.lists, inner), inner), list);
  }
  const element =
    typeof column.list === 'string'
      ? leafOf(column.list, list)
      : structOf(column.list, { ...list, definition: list.definition + 1 });
  return listOf(name, element, list);
}

function listPlace(place: Place): Place {
  return {
    path: [...place.path, 'list', 'element'],
    repetition: place.repetition + 1,
    definition: place.definition + 2,
    leaves: place.leaves,
  };
}

function leafOf(type: string, { path, repetition, definition, leaves }: Place): Node {
  const leaf = new Leaf({ path, type: type as LeafType, repetition, definition: definition + 1 });
  leaves.push(leaf);
  return { kind: 'leaf', leaf };
}

function listOf(name: string, element: Node, { repetition, definition }: Place): List {
  return { kind: 'list', name, element, repetition, definition, leaves: leavesOf(element) };
}

function structOf(columns: readonly Column[], place: Place): Struct {
  const fields = columns.map((column) => ({
    key: utf8.encode(JSON.stringify(column.name).slice(1)),
    node: nodeOf(column, place),
    seen: false,
  }));
  return {
    kind: 'struct',
    name: place.path.filter((part) => part !== 'list' && part !== 'element').join('.'),
    definition: place.definition,
    fields,
    leaves: fields.flatMap(({ node }) => leavesOf(node)),
  };
}

function leavesOf(node: Node): readonly Leaf[] {
  return node.kind === 'leaf' ? [node.leaf] : node.leaves;
}

/** The definition level of what a node is in. */
function around(node: Node): number {
  if (node.kind === 'leaf') return node.leaf.definition - 1;
  return node.definition - (node.kind === 'list' ? 2 : 1);
}

function addNulls(node: Node, repetition: number, definition: number): void {
  if (node.kind === 'leaf') node.leaf.addNull(repetition, definition);
  else for (const leaf of node.leaves) leaf.addNull(repetition, definition);
}

/** Reads a value that begins here; gives the place behind it. */
function addValue(node: Node, reading: Reading, from: number): number {
  const { line } = reading;
  const at = behindSpace(line, from);
  const first = line[at];
  if (first === NULL) {
    addNulls(node, reading.repetition, around(node));
    return at + 4;
  }
  if (node.kind === 'leaf') return node.leaf.add(line, at, reading.repetition);
  if (first !== (node.kind === 'list' ? OPEN_LIST : OPEN_OBJECT))
    throw new TypeError(`column ${node.name} is a ${node.kind} and holds a ${kindOf(first)}`);
  return node.kind === 'list' ? addList(node, reading, at) : addStruct(node, reading, at);
}

function addList(node: List, reading: Reading, from: number): number {
  const { line, repetition } = reading;
  let at = behindSpace(line, from + 1);
  if (line[at] === CLOSE_LIST) {
    addNulls(node.element, repetition, node.definition - 1);
    return at + 1;
  }
  for (;;) {
    at = behindSpace(line, addValue(node.element, reading, at));
    reading.repetition = node.repetition;
    if (line[at] === CLOSE_LIST) break;
    if (line[at] !== COMMA) throw new SyntaxError(`column ${node.name} is not JSON`);
    at += 1;
  }
  reading.repetition = repetition;
  return at + 1;
}

function addStruct(node: Struct, reading: Reading, from: number): number {
  const { line } = reading;
  const { fields } = node;
  let at = behindSpace(line, from + 1);
  let next = 0;
  for (const field of fields) field.seen = false;
  while (line[at] !== CLOSE_OBJECT) {
    if (line[at] !== QUOTE) throw new SyntaxError(`a key of ${node.name} is not JSON`);
    // Keys come in the order of the columns nearly always.
    const likely = fields[next];
    const field =
      likely !== undefined && startsWith(line, at + 1, likely.key)
        ? likely
        : fields.find(({ key }) => startsWith(line, at + 1, key));
    if (field === undefined)
      throw new TypeError(
        `${node.name} has no column ${new TextDecoder().decode(line.subarray(at, endOfText(line, at + 1)))}`,
      );
    if (field.seen) throw new SyntaxError(`${node.name} has a key twice`);
    field.seen = true;
    next = field === likely ? next + 1 : fields.indexOf(field) + 1;
    at = behindSpace(line, at + 1 + field.key.length);
    if (line[at] !== COLON) throw new SyntaxError(`a key of ${node.name} has no value`);
    at = behindSpace(line, addValue(field.node, reading, at + 1));
    if (line[at] === COMMA) at = behindSpace(line, at + 1);
    else if (line[at] !== CLOSE_OBJECT) throw new SyntaxError(`${node.name} is not JSON`);
  }
  for (const field of fields) if (!field.seen) addNulls(field.node, reading.repetition, node.definition);
  return at + 1;
}

function startsWith(line: Uint8Array, at: number, key: Uint8Array): boolean {
  for (let index = 0; index < key.length; index += 1) if (line[at + index] !== key[index]) return false;
  return true;
}

function behindSpace(line: Uint8Array, from: number): number {
  let at = from;
  while ((line[at] as number) <= 0x20) at += 1;
  return at;
}
