/** The migrated database that every test database is cloned from. Nobody may be connected to it. */
export const templateDatabase = 'pairwright_template';
