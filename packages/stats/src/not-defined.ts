/**
 * Why a number is not defined. A statistic that is 0/0 is null and says why; it is never reported as 0 or 1.
 *
 * - `no_data`: nothing was given.
 * - `no_overlap`: nothing was judged twice, or by both of two people.
 * - `no_variation`: all values are the same, so that chance alone explains every agreement.
 * - `too_few`: there are fewer units, raters or ranks than the formula needs.
 * - `below_chance`: people agree less than coins would, so that no accuracy explains it.
 * - `unequal_raters`: the formula needs as many ratings on every unit.
 * - `not_connected`: the items are not joined by wins and losses, so that the likelihood has no maximum.
 * - `no_convergence`: the iteration did not settle within its bound.
 * - `one_cluster`: all comes from one cluster, so that how clusters differ is not known.
 * - `singular`: the information matrix has no inverse.
 * - `not_better_than_chance`: votes of people who guess say nothing, however many there are.
 */
export type NotDefined =
  | 'no_data'
  | 'no_overlap'
  | 'no_variation'
  | 'too_few'
  | 'below_chance'
  | 'unequal_raters'
  | 'not_connected'
  | 'no_convergence'
  | 'one_cluster'
  | 'singular'
  | 'not_better_than_chance';
