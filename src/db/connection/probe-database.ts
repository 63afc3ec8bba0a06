import { connect } from 'node:net';

/** "May I speak TLS?" Every Postgres, and every pooler before one, answers it with one letter. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const WITHIN_MS = 5_000;

/** Whether what listens there is a Postgres; null where nothing is answered at all. */
export function answersLikePostgres(host: string, port: number): Promise<boolean | null> {
  const { promise, resolve } = Promise.withResolvers<boolean | null>();
  const socket = connect({ host, port });
  const silent = () => {
    resolve(null);
    socket.destroy();
  };
  socket
    .setTimeout(WITHIN_MS, silent)
    .on('error', silent)
    .on('close', silent)
    .on('connect', () => socket.write(SSL_REQUEST))
    .on('data', (said) => {
      // One that is too busy, or too old, says so by an error: `E` and its length.
      resolve(/^([SN]$|E\0)/.test(said.toString('latin1')));
      socket.destroy();
    });
  return promise;
}
