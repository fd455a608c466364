/** A row that a preview would keep, in the order of the file. */
export interface KeptRow {
  readonly row_id: string;
  readonly prompt_id: string;
  readonly chosen_id: string;
  readonly rejected_id: string | null;
  readonly kind: string;
  readonly detail: unknown;
}
