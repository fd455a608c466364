/** SHA-256 of bytes, 32 bytes: in Node `(bytes) => createHash('sha256').update(bytes).digest()`. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export interface SplitOptions {
  /** Belongs to the export's manifest: the same salt gives the same split. */
  readonly salt: string;
  /** Share of the groups, 0..1, that goes to validation. */
  readonly validationShare: number;
  readonly sha256: Sha256;
}

export interface SplitOfGroup {
  /** Where the group lies in [0, 1). */
  readonly u: number;
  /** u is below the share. */
  readonly validation: boolean;
}

/**
 * The side of the split of a group (a prompt with all its pairs and rankings): a hash, so that it stays when data grows.
 * Where SHA-256 is asynchronous, `groupBytes` is what to hash and `fractionOfDigest` what to do with the answer.
 */
export function splitOfGroup(group: string, { salt, validationShare, sha256 }: SplitOptions): SplitOfGroup {
  const u = fractionOfDigest(sha256(groupBytes(salt, group)));
  return { u, validation: u < validationShare };
}

/** UTF-8 of salt, NUL and group. */
export function groupBytes(salt: string, group: string): Uint8Array {
  return new TextEncoder().encode(`${salt}\0${group}`);
}

/** The first eight bytes, the highest first, over 2⁶⁴: in [0, 1). */
export function fractionOfDigest(digest: Uint8Array): number {
  const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
  const whole = view.getUint32(0) * 2 ** 32 + view.getUint32(4);
  // The last 1024 values round up to 2⁶⁴.
  return Math.min(whole / 2 ** 64, 1 - 2 ** -53);
}
