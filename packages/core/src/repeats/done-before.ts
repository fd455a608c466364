/** Undoes a transaction whose request has made its thing before. */
export class DoneBefore extends Error {
  override name = 'DoneBefore';
}
