/** What is wrong with an address before it is sent; the server checks more. */
export type AddressFault = 'empty' | 'not_web' | 'not_secret' | 'not_object';

export function faultOfAddress(from: 'url' | 's3', text: string): AddressFault | null {
  const address = text.trim();
  if (address === '') return 'empty';
  if (from === 's3') return /^s3:\/\/[^/]+\//.test(address) ? null : 'not_object';
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return 'not_web';
  const { username, password } = new URL(address);
  return username === '' && password === '' ? null : 'not_secret';
}
