/** Tells the person at the terminal one thing. */
export type Say = (text: string) => void;

export const say: Say = (text) => console.log(text);
