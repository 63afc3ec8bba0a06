import type { Environment } from './settings.ts';

export interface UnknownVariable {
  readonly variable: string;
  /** The variable of ours that is most like it. */
  readonly nearest: string;
}

/** Beginnings that nobody else has a use for, beside those of chats and providers. */
const FAMILIES = ['SHOWRUNNER_', 'MEDIA_'] as const;

/** Set by others for ends of their own: builds that report to a chat, frameworks, and Kubernetes. */
const OF_OTHERS = [
  /_WEBHOOK(_|$)/,
  /^MEDIA_(ROOT|URL)$/,
  /_SERVICE_(HOST|PORT)(_|$)/,
  /_PORT_\d+_(TCP|UDP)(_|$)/,
];
const ADDRESS_OF_A_SERVICE = /^(tcp|udp):\/\//;

/**
 * Variables that nobody reads and that look as if they were meant for us: a restriction with a slip
 * of the pen in its name restricts nobody.
 * @param known all variables of ours
 * @param branded those of them that begin with the name of a chat or a provider
 */
export function unknownVariables(
  environment: Environment,
  known: readonly string[],
  branded: readonly string[],
): readonly UnknownVariable[] {
  const brands = branded.map((it) => it.slice(0, it.indexOf('_') + 1));
  const families = [...FAMILIES, ...new Set(brands)];
  return Object.entries(environment).flatMap(([variable, value = '']) => {
    const name = variable.toUpperCase();
    if (known.includes(variable) || value.trim() === '') return [];
    if (ADDRESS_OF_A_SERVICE.test(value) || OF_OTHERS.some((it) => it.test(name))) return [];
    const family = families.find((it) => name.startsWith(it));
    const meant = name.replace(/^SHOWRUNNER_/, '');
    const related = known.filter((it) => family !== undefined && it.startsWith(family));
    const [nearest] = (related.length > 0 ? related : known)
      .map((it) => ({ it, distance: distanceOf(meant, it) }))
      .toSorted((one, other) => one.distance - other.distance);
    if (nearest === undefined) return [];
    const isSlip = nearest.distance <= slipsIn(nearest.it);
    return family !== undefined || isSlip ? [{ variable, nearest: nearest.it }] : [];
  });
}

/** How many letters may be wrong in a name that is anybody's otherwise. */
function slipsIn(name: string): number {
  return name.length < 6 ? 1 : 2;
}

/** As much as one dropped and one added: what is left out is more often ours than what is different. */
const CHANGED = 2;

/** Letters to add, to drop, to change or to swap with the next to make one of the other. */
function distanceOf(from: string, to: string): number {
  const rows: number[][] = [];
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let row = 0; row <= from.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= to.length; column += 1) {
      if (row === 0) {
        rows[row]?.push(column);
        continue;
      }
      const same = from[row - 1] === to[column - 1];
      const steps = [
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (same ? 0 : CHANGED),
      ];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (row > 1 && column > 1 && swapped) steps.push(at(row - 2, column - 2) + 1);
      rows[row]?.push(Math.min(...steps));
    }
  }
  return at(from.length, to.length);
}
