/** The site that passkeys belong to. */
export interface PasskeySite {
  /** The host they are bound to. */
  readonly host: string;
  /** Whether a page of this origin may use them. */
  allows(origin: string): boolean;
}

/**
 * The site of an installation; null where browsers make no passkeys: at a bare address, or without TLS. This machine itself
 * counts as `localhost`, at any port.
 */
export function passkeySiteOf(publicUrl: string): PasskeySite | null {
  const { protocol, hostname } = new URL(publicUrl);
  const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
  if (loopback)
    return { host: 'localhost', allows: (origin) => /^https?:\/\/localhost(:\d+)?$/.test(origin) };
  const bare = /^[\d.]+$|^\[/.test(hostname);
  if (protocol !== 'https:' || bare) return null;
  return { host: hostname, allows: (origin) => origin === new URL(publicUrl).origin };
}
