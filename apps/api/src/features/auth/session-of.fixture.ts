/** The session in the cookie that an answer sets. */
export function sessionOf(answer: { headers: Record<string, unknown> }): string {
  const [cookie] = [answer.headers['set-cookie']].flat() as string[];
  return /^[^=]+=([^;]*)/.exec(cookie ?? '')?.[1] ?? '';
}
