import { createContext } from 'react';

/** Called where the server gives no work before the person agrees to the text of the project. */
export const ConsentAsked = createContext<() => void>(() => undefined);
