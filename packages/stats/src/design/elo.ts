/** A game: who played, and the score of a, 1 won, 0 lost, ½ tie. */
export interface Game {
  readonly a: number;
  readonly b: number;
  readonly score: number;
}

export interface EloOptions {
  /** The most that one game moves a rating; 4 unless said. */
  readonly k?: number;
  /** 10 and 400 unless said: 400 points more are odds of 10 to 1. */
  readonly base?: number;
  readonly scale?: number;
  /** The rating to begin with; 1000 unless said. */
  readonly initial?: number;
}

/**
 * Elo ratings after these games, in their order (Elo 1978): each moves both by k (score - expected score). For display only:
 * another order of the same games gives other ratings, which a Bradley-Terry fit does not.
 */
export function eloAfterGames(
  games: readonly Game[],
  players: number,
  options: EloOptions = {},
): Float64Array {
  const { k = 4, base = 10, scale = 400, initial = 1000 } = options;
  const ratings = new Float64Array(players).fill(initial);
  for (const { a, b, score } of games) {
    const expected = 1 / (1 + base ** ((ratings[b]! - ratings[a]!) / scale));
    const change = k * (score - expected);
    ratings[a]! += change;
    ratings[b]! -= change;
  }
  return ratings;
}
