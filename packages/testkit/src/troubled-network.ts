import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { Transform } from 'node:stream';

/** What a network does to what goes through it; all can be changed while connections are open. */
export interface Weather {
  /** Nothing comes through in either direction, and nobody is told; connections that are made are not answered. */
  silent: boolean;
  /** Each piece of data is so late. */
  latencyMs: number;
  /** Of each connection and direction; Infinity: no limit. */
  bytesPerSecond: number;
  /** A connection is cut in the middle of an answer after so many bytes of it; Infinity: never. */
  cutAfterBytes: number;
}

export interface TroubledNetwork {
  readonly port: number;
  readonly weather: Weather;
  /** Connections that were cut so far by `cutAfterBytes` and `cutAll`. */
  cuts(): number;
  /** Breaks all connections off. */
  cutAll(): void;
  /** The server is replaced: new connections go there; those that are open end on its side, and nobody tells their clients. */
  moveTo(port: number): void;
  close(): Promise<void>;
}

const FAIR: Weather = { silent: false, latencyMs: 0, bytesPerSecond: Infinity, cutAfterBytes: Infinity };

/** A way to a server on this machine that loses, delays and cuts. */
export async function startTroubledNetwork(targetPort: number): Promise<TroubledNetwork> {
  const weather: Weather = { ...FAIR };
  const open = new Set<Path>();
  let target = targetPort;
  let cuts = 0;
  const server = net.createServer((client) => {
    const path = new Path(client, net.connect(target, '127.0.0.1'), weather);
    open.add(path);
    path.onEnd = (cut) => {
      open.delete(path);
      if (cut) cuts += 1;
    };
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cutAll = (): void => {
    for (const path of open) path.end(true);
  };
  return {
    port: (server.address() as AddressInfo).port,
    weather,
    cuts: () => cuts,
    cutAll,
    moveTo(port) {
      target = port;
      for (const path of open) path.abandon();
    },
    async close() {
      server.close();
      cutAll();
      await once(server, 'close');
    },
  };
}

/** One connection through the network. */
class Path {
  onEnd: (cut: boolean) => void = () => undefined;
  /** It leads to a server that is gone, whose machine says nothing any more. */
  #abandoned = false;
  #answered = 0;
  #ended = false;
  readonly #client: net.Socket;
  readonly #server: net.Socket;
  readonly #weather: Weather;

  constructor(client: net.Socket, server: net.Socket, weather: Weather) {
    this.#client = client;
    this.#server = server;
    this.#weather = weather;
    for (const socket of [client, server]) socket.setNoDelay(true).on('error', () => undefined);
    client.on('close', () => this.end(false));
    // The end of the server is news too, and does not come through a silent network.
    server.on('close', () => this.#whenHeard(() => this.end(false)));
    client.pipe(this.#way(false)).pipe(server);
    server.pipe(this.#way(true)).pipe(client);
  }

  end(cut: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#client.destroy();
    this.#server.destroy();
    this.onEnd(cut);
  }

  abandon(): void {
    this.#abandoned = true;
    this.#server.destroy();
  }

  #isSilent(): boolean {
    return this.#weather.silent || this.#abandoned;
  }

  #way(isAnswer: boolean): Transform {
    return new Transform({
      transform: (bytes: Buffer, _encoding, done) => {
        const { latencyMs, bytesPerSecond, cutAfterBytes } = this.#weather;
        if (this.#isSilent()) return this.#whenHeard(() => done(null, bytes));
        if (isAnswer) this.#answered += bytes.length;
        if (isAnswer && this.#answered > cutAfterBytes) {
          this.#client.write(bytes.subarray(0, bytes.length >> 1), () => this.end(true));
          return;
        }
        const ms = latencyMs + (bytes.length / bytesPerSecond) * 1_000;
        if (ms < 1) done(null, bytes);
        else setTimeout(() => done(null, bytes), ms);
      },
    });
  }

  /** TCP sends again what was lost, as long as there is somebody to send it to. */
  #whenHeard(send: () => void): void {
    if (!this.#isSilent()) return send();
    const timer = setInterval(() => {
      const isOver = this.#ended || this.#abandoned;
      if (!isOver && this.#isSilent()) return;
      clearInterval(timer);
      if (!isOver) send();
    }, 20);
  }
}
