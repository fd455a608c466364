/** What is read anew when a gold comparison changes. */
export const goldReads = ['getComparison', 'listComparisons', 'getProject', 'listGold'] as const;
