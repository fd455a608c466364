import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';

/** As much as one read brings at most. */
const READ_BYTES = 1 << 16;

/**
 * A socket that reads into one buffer and hands on copies as long as what came. By itself Node takes 64 KiB for every read and cuts
 * them to what came, PostgreSQL sends 8 KiB at a time, and what was cut off serves no other read: the process that exports a million
 * rows was a hundred megabytes larger for it.
 */
export function openExactSocket(): Socket {
  const onread: OnReadOpts = {
    buffer: Buffer.allocUnsafeSlow(READ_BYTES),
    callback: (length, bytes) => socket.push(Buffer.from(bytes.subarray(0, length))),
  };
  // The constructor takes what the types of older versions know of `connect` alone.
  const options: SocketConstructorOpts & { readonly onread: OnReadOpts } = { onread };
  const socket = new Socket(options);
  return socket;
}
