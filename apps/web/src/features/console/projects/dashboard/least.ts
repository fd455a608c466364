/** Fewer judgments say nothing about shares; as `leastForShares` of the contract, which would bring all its shapes. */
export const leastForShares = 30;
