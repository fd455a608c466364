/** As `TRASH_DAYS` of the contract, which a page must not load with all its shapes; a test compares them. */
export const TRASH_DAYS = 30;
