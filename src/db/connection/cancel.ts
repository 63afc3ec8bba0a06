import { connect } from 'node:net';

/** What a request to cancel begins with where others have the version of the protocol. */
const CANCEL = 80_877_102;

export interface Backend {
  readonly host: string;
  readonly port: number;
  readonly processId: number;
  readonly secretKey: number;
}

/**
 * Asks the server, on a connection of its own as the protocol has it, to stop what another one is
 * doing: it would go on with it, and might write, though nobody waits any more. It has no answer but
 * the end of that connection, and resolves with it, or after so long.
 */
export function cancel(
  { host, port, processId, secretKey }: Backend,
  withinMs: number,
): Promise<void> {
  const request = Buffer.alloc(16);
  for (const [index, word] of [request.length, CANCEL, processId, secretKey].entries()) {
    request.writeInt32BE(word, index * 4);
  }
  const address = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  return new Promise((resolve) => {
    const socket = connect(address, () => socket.write(request));
    const patience = setTimeout(() => socket.destroy(), withinMs);
    socket.resume();
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(patience);
      resolve();
    });
  });
}
