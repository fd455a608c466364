/** Of a rating's range: two who are no farther apart than that agree. A point of 1 to 5, none of 0 or 1. */
export const NEAR = 1 / 4;
