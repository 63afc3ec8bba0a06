import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to a server that can be cut, frozen and opened again. */
export interface CuttableWay extends AsyncDisposable {
  readonly port: number;
  /** How often somebody came this way. */
  readonly connections: () => number;
  /** Ends every connection, and every new one, until it is opened again. */
  readonly cut: () => void;
  /** Ends the connections there are as a machine does that restarted; new ones work. */
  readonly reset: () => void;
  /**
   * Carries nothing more over the connections there are, and tells neither side: what is left of a
   * machine that vanished. New ones work.
   */
  readonly freeze: () => void;
  /** Takes new connections and carries nothing over them, until it is opened again. */
  readonly holdNew: () => void;
  /** Ends each new connection once the server has sent so many bytes on it; null: none. */
  readonly endAfter: (bytes: number | null) => void;
  readonly open: () => void;
}

interface Passage {
  readonly near: Socket;
  readonly far: Socket;
}

export async function cuttableWayTo(host: string, port: number): Promise<CuttableWay> {
  const passages = new Set<Passage>();
  const sockets = new Set<Socket>();
  let isCut = false;
  let held = false;
  let most: number | null = null;
  let count = 0;
  const server = createServer((near) => {
    count += 1;
    if (isCut) {
      near.resetAndDestroy();
      return;
    }
    if (held) {
      sockets.add(near.on('error', () => undefined).on('close', () => sockets.delete(near)));
      return;
    }
    const passage = { near, far: connect(port, host) };
    passages.add(passage);
    for (const socket of [near, passage.far]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        passages.delete(passage);
        near.destroy();
        passage.far.destroy();
      });
    }
    near.pipe(passage.far);
    carryBack(passage, most);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const reset = () => {
    for (const { near, far } of passages) {
      near.resetAndDestroy();
      far.destroy();
    }
  };
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
    for (const { near, far } of passages) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    cut,
    reset,
    freeze() {
      for (const { near, far } of passages) {
        near.unpipe(far).pause();
        far.unpipe(near).removeAllListeners('data').pause();
      }
    },
    endAfter(bytes) {
      most = bytes;
    },
    holdNew() {
      held = true;
    },
    open() {
      isCut = false;
      held = false;
    },
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

function carryBack({ near, far }: Passage, most: number | null): void {
  if (most === null) {
    far.pipe(near);
    return;
  }
  let left = most;
  far.on('data', (chunk: Buffer) => {
    if (chunk.length < left) {
      left -= chunk.length;
      near.write(chunk);
      return;
    }
    // Not reset: what was sent is to arrive before the end does.
    near.end(chunk.subarray(0, left));
    far.destroy();
    left = 0;
  });
}

/** The same address by another way. */
export function throughWay(address: string, { port }: CuttableWay): string {
  const url = new URL(address);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.href;
}
