import fc from 'fast-check';
import type { JsonObject } from '../../sandbox/shared/json.ts';

/** What is done to one part of a packet. */
interface Harm {
  /** Of all parts, and of those at the top alone. */
  readonly where: number;
  readonly atTop: boolean;
  /** Undefined: the part is left out. */
  readonly put: unknown;
}

function nested(depth: number): unknown {
  let inner: unknown = 'x';
  for (let level = 0; level < depth; level += 1) inner = level % 2 === 0 ? [inner] : { a: inner };
  return inner;
}

const STRANGE: readonly unknown[] = [
  ...[null, true, 0, -1, 7.5, 1e308, Number.MAX_SAFE_INTEGER],
  ...['', ' ', 'x', '\u0000', '\ud800', '<@&1> @everyone', '../../x?y#z', '999999999999999999'],
  ...['x'.repeat(100_000), 'ﷺ'.repeat(5_000)],
  ...[[], [null], [[[]]], {}, { id: 7 }, { toString: 'x' }, nested(1_000)],
  ...[Array.from({ length: 5_000 }, () => null), JSON.parse('{"__proto__":{"id":"1"}}') as unknown],
];

const harm: fc.Arbitrary<Harm> = fc.record({
  where: fc.nat(1_000_000),
  atTop: fc.boolean(),
  put: fc.oneof(
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constantFrom(...STRANGE) },
  ),
});

/** So many changes of packets, the same for the same seed: what clients and platforms never send. */
export function hostileChanges(
  seed: number,
  count: number,
): readonly ((packet: JsonObject) => JsonObject)[] {
  return fc
    .sample(fc.array(harm, { minLength: 1, maxLength: 3 }), { seed, numRuns: count })
    .map((harms) => (packet) => harms.reduce(harmed, packet));
}

function harmed(packet: JsonObject, { where, atTop, put }: Harm): JsonObject {
  const copy = structuredClone(packet);
  const all = partsOf(copy, atTop ? 0 : 8);
  const part = all[where % Math.max(1, all.length)];
  if (part === undefined) return copy;
  const { owner, key } = part;
  if (put !== undefined) Object.defineProperty(owner, key, { ...FIELD, value: put });
  else if (Array.isArray(owner)) owner.splice(Number(key), 1);
  else Reflect.deleteProperty(owner, key);
  return copy;
}

const FIELD = { enumerable: true, configurable: true, writable: true } as const;

interface Part {
  readonly owner: object;
  readonly key: string;
}

function partsOf(owner: object, deeper: number): Part[] {
  return Object.entries(owner).flatMap(([key, value]: [string, unknown]) => [
    { owner, key },
    ...(deeper > 0 && typeof value === 'object' && value !== null
      ? partsOf(value, deeper - 1)
      : []),
  ]);
}
