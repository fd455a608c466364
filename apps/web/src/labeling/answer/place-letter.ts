/** What a response is called by its place: A, B, … I. */
export function placeLetter(place: number): string {
  return String.fromCharCode(65 + place);
}
