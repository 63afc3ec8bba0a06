import type { ChildProcess } from 'node:child_process';
import type { Decoder } from '../../../src/media/decoder/decoder.ts';
import { sharedDecoder } from '../fakes/shared-decoder.ts';

/** Asked by a child of its parent. */
export interface DecodeOrder {
  readonly decode: number;
  readonly name: string;
  readonly args: readonly unknown[];
}
interface Decoded {
  readonly decoded: number;
  readonly result?: unknown;
  readonly error?: string;
}

/**
 * The parent's decoder, for a child that dies soon: its own processes would take longer to start
 * than all the rest of its life. That they die with their parent has tests of its own.
 */
export function borrowedDecoder(): Decoder {
  const waiting = new Map<number, (answer: Decoded) => void>();
  let orders = 0;
  process.on('message', (message: object) => {
    if (isDecoded(message)) waiting.get(message.decoded)?.(message);
  });
  const ask = (name: string, args: readonly unknown[]) =>
    new Promise((resolve, reject) => {
      orders += 1;
      waiting.set(orders, ({ result, error }) => {
        if (error === undefined) resolve(result);
        else reject(new Error(error));
      });
      process.send?.({ decode: orders, name, args } satisfies DecodeOrder);
    });
  const decoder: Decoder = new Proxy(sharedDecoder, {
    get: (_, name) => {
      if (name === 'onBehalfOf') return () => decoder;
      return (...args: readonly unknown[]) =>
        ask(
          String(name),
          args.filter((it) => !(it instanceof AbortSignal)),
        );
    },
  });
  return decoder;
}

/** Does what a child asks for, as long as the child lives. */
export async function lendDecoder(child: ChildProcess, order: DecodeOrder): Promise<void> {
  const { decode: decoded, name, args } = order;
  const method: unknown = Reflect.get(sharedDecoder, name);
  const gone = new AbortController();
  const leave = () => {
    gone.abort();
  };
  child.once('exit', leave);
  let answer: Decoded;
  try {
    if (typeof method !== 'function') throw new TypeError(`No decoder does ${name}.`);
    const result: unknown = await Reflect.apply(method, sharedDecoder, [...args, gone.signal]);
    answer = { decoded, result };
  } catch (error) {
    answer = { decoded, error: String(error) };
  }
  child.off('exit', leave);
  if (child.connected) child.send(answer);
}

function isDecoded(message: object): message is Decoded {
  return 'decoded' in message;
}
