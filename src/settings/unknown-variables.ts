import { distanceOf, slipsIn } from '../core/shared/domain/edit-distance.ts';
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
