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
      return (...args: readonly unknown[]) => ask(String(name), args.map(unsignalled));
    },
  });
  return decoder;
}

/** A signal does not reach another process: in its place stands what says that there was one. */
const SIGNAL = 'a signal';

function unsignalled(argument: unknown): unknown {
  if (argument instanceof AbortSignal) return SIGNAL;
  if (!has(argument, 'signal')) return argument;
  return { ...argument, signal: SIGNAL };
}

function signalled(argument: unknown, signal: AbortSignal): unknown {
  if (argument === SIGNAL) return signal;
  return has(argument, 'signal') ? { ...argument, signal } : argument;
}

function has(argument: unknown, key: string): argument is object {
  return typeof argument === 'object' && argument !== null && key in argument;
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
    const given = args.map((it) => signalled(it, gone.signal));
    const result: unknown = await Reflect.apply(method, sharedDecoder, given);
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
