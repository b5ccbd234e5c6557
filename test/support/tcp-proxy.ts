/** A wire of ours between a client and any server, which can be cut, frozen and taken away. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** `all`: as a peer stopped by SIGSTOP; `answers`: what the client sends still arrives and is done, but it hears nothing of it. */
export type Frozen = 'all' | 'answers';

export interface TcpProxy {
  readonly port: number;
  /** Destroys the connections that are open; new ones are taken. */
  cut(): void;
  /** Bytes wait, sockets stay open and new connections are taken, until `thaw`. */
  freeze(what?: Frozen): void;
  thaw(): void;
  /** Cuts, and refuses new connections: the server is gone. */
  refuse(): Promise<void>;
  /** Takes connections again, on the same port. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

export interface TcpProxyOptions {
  readonly targetPort: number;
  readonly targetHost?: string;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

/** Listens on a free port of 127.0.0.1. */
export async function startTcpProxy({ targetPort, targetHost = '127.0.0.1' }: TcpProxyOptions): Promise<TcpProxy> {
  const links = new Set<Link>();
  let frozen: Frozen | undefined;
  let listener: Server | undefined;

  const take = (client: Socket): void => {
    const server = connect({ port: targetPort, host: targetHost, allowHalfOpen: true });
    const link = { client, server };
    links.add(link);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.setNoDelay(true);
      // A reset of one side is a reset of the other; an orderly end is passed on by the pipe, after the bytes before it.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        if (client.destroyed && server.destroyed) links.delete(link);
      });
    }
    join(link, frozen);
  };

  const listen = async (port: number): Promise<Server> => {
    const server = createServer({ allowHalfOpen: true }, take).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };

  const cut = (): void => {
    for (const { client, server } of links) {
      client.resetAndDestroy();
      server.destroy();
    }
    links.clear();
  };

  const rejoin = (what: Frozen | undefined): void => {
    frozen = what;
    for (const link of links) join(link, what);
  };

  const refuse = async (): Promise<void> => {
    const closing = listener;
    listener = undefined;
    const closed = closing && once(closing, 'close');
    closing?.close();
    cut();
    frozen = undefined;
    await closed;
  };

  listener = await listen(0);
  const { port } = listener.address() as AddressInfo;
  return {
    port,
    cut,
    freeze: (what = 'all') => rejoin(what),
    thaw: () => rejoin(undefined),
    refuse,
    resume: async () => {
      listener ??= await listen(port);
    },
    close: refuse,
  };
}

function join({ client, server }: Link, frozen: Frozen | undefined): void {
  client.unpipe(server);
  server.unpipe(client);
  if (frozen !== 'all') client.pipe(server);
  if (!frozen) server.pipe(client);
}
