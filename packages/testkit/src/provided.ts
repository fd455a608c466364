import 'vitest';

/** What the global setup hands to every test file. */
declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URL of the throw-away server, database "postgres". */
    postgresUrl: string;
    /** A folder for files that several test files share; it goes with the server. */
    sharedFolder: string;
  }
}
