/** Names of members in the code, each with the name by which it is written down. */
export type StoredNames = Readonly<Record<string, string>>;

/** A value with its members named as they are written down; others keep their names. */
export function storedAs(value: object, names: StoredNames): object {
  return withNames(value, (name) => names[name] ?? name);
}

/** What was written down, named as in the code; empty when it is no object. */
export function renamed(stored: unknown, names: StoredNames): Record<string, unknown> {
  if (typeof stored !== 'object' || stored === null) return {};
  const back = new Map(Object.entries(names).map(([name, written]) => [written, name]));
  return withNames(stored, (name) => back.get(name) ?? name);
}

function withNames(value: object, nameOf: (name: string) => string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, it]) => [nameOf(name), it as unknown]),
  );
}
