import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { Json } from '../../core/shared/domain/json.ts';
import type { Place } from '../../core/shared/domain/chat-ref.ts';
import type { Statements } from '../connection/connection.ts';
import { settingsOf } from '../admin/team-settings-json.ts';

export interface PlaceRow {
  readonly platform: string;
  readonly workspace_id: string;
}

/**
 * Nothing of a team is said in the channels of places that left it.
 * @returns what was set to one, for the log
 */
export async function closePlaces(
  tx: Statements,
  team: TeamId,
  places: readonly PlaceRow[],
): Promise<Readonly<Record<string, Json>>> {
  const [row] = await tx<{ time_zone: string; settings: unknown }[]>`
    select time_zone, settings from teams where team_id = ${team}`;
  const { inbox, digest: hash } = settingsOf(row);
  const closed: Record<string, Json> = {};
  for (const [name, place] of Object.entries({ inbox, digest: hash })) {
    if (place === null || !places.some((it) => isIn(place, it))) continue;
    closed[name] = { ...place };
    await tx`
      update teams set settings = settings || jsonb_build_object(${name}::text, null)
      where team_id = ${team}`;
  }
  if ('digest' in closed) {
    await tx`update teams set weekly_report_due_at = null where team_id = ${team}`;
  }
  return closed;
}

/** Where it was not kept which workspace a channel is of, it may be any of its chat. */
function isIn({ platform, workspace }: Place, row: PlaceRow): boolean {
  return platform === row.platform && (workspace ?? row.workspace_id) === row.workspace_id;
}
