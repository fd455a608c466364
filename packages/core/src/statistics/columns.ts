type Column = Int32Array | Float64Array | Uint8Array;

/** A column that grows: numbers of one type, without an object each. */
export class GrowingColumn<Kind extends Column> {
  readonly #make: new (length: number) => Kind;
  #values: Kind;
  length = 0;

  constructor(make: new (length: number) => Kind) {
    this.#make = make;
    this.#values = new make(1_024);
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new this.#make(2 * this.length);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length] = value;
    this.length += 1;
  }

  /** What was put in, in a buffer of its own. */
  values(): Kind {
    return this.#values.slice(0, this.length) as Kind;
  }
}

/** Empty columns of places, of small numbers, and of others. */
export const newColumn = {
  int: (): GrowingColumn<Int32Array> => new GrowingColumn(Int32Array),
  byte: (): GrowingColumn<Uint8Array> => new GrowingColumn(Uint8Array),
  float: (): GrowingColumn<Float64Array> => new GrowingColumn(Float64Array),
};

/** Indexes for names, from 0 in the order of first appearance. */
export class Names {
  readonly all: string[] = [];
  readonly #index = new Map<string, number>();

  of(name: string): number {
    const known = this.#index.get(name);
    if (known !== undefined) return known;
    this.#index.set(name, this.all.length);
    this.all.push(name);
    return this.all.length - 1;
  }

  known(name: string): number | undefined {
    return this.#index.get(name);
  }
}
