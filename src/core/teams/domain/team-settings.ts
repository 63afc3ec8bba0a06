import type { ConfirmOver } from './confirm-over.ts';
import type { Requester } from './requester.ts';
import type { ChatRef, Place } from '../../shared/domain/chat-ref.ts';
import { isSame } from '../../shared/domain/chat-ref.ts';

export interface ModelRules {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** Taken before cheaper ones where it can make what is asked for. */
  readonly prefer: string | null;
}

/** What admins set for a team beside its quotas. */
export interface TeamSettings {
  /** IANA name; the team's days, weeks and months begin at midnight there. */
  readonly timeZone: string;
  /** What channels read, and people of whose own language nothing is known; null: English. */
  readonly language: string | null;
  /** Admins beside those that the chats call so. */
  readonly admins: readonly ChatRef[];
  /** Where videos may be asked for: anywhere but `deny`; in a chat of which `allow` names any, only there. */
  readonly channels: { readonly allow: readonly ChatRef[]; readonly deny: readonly ChatRef[] };
  /** What no prompt may have: words or phrases; `*` stands for any letters within a word. */
  readonly words: readonly string[];
  /** By full name (`provider/model`). `allow` empty: all but `deny`. */
  readonly models: ModelRules;
  /** For whoever set nothing of their own. */
  readonly confirmOver: ConfirmOver;
  /** Where requests for credits are put before admins; null: where they were made. */
  readonly inbox: Place | null;
  /** Where the weekly report goes; null: there is none. */
  readonly digest: Place | null;
}

export const USUAL_TEAM: TeamSettings = {
  timeZone: 'UTC',
  language: null,
  admins: [],
  channels: { allow: [], deny: [] },
  words: [],
  models: { allow: [], deny: [], prefer: null },
  confirmOver: 'default',
  inbox: null,
  digest: null,
};

/**
 * The zone that is meant, in its usual spelling; null when there is none of that name. Offsets are
 * none: databases read their sign the other way round, and they know no daylight saving.
 */
export function timeZoneOf(name: string): string | null {
  const zone = name.trim();
  if (!/^[a-z]/i.test(zone)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** Whether somebody may set what holds for the team: the chat says so, or an admin did. */
export function mayAdminister(
  { platform, person, admin }: Requester,
  { admins }: TeamSettings,
): boolean {
  return admin || admins.some((it) => isSame(it, { platform, id: person.id }));
}

/** Whether videos may be asked for where somebody asks. */
export function mayAskThere(
  { platform, channel }: Pick<Requester, 'platform' | 'channel'>,
  { channels }: TeamSettings,
): boolean {
  const isHere = (it: ChatRef) => channel !== undefined && isSame(it, { platform, id: channel });
  if (channels.deny.some(isHere)) return false;
  // Channels that are named in one chat close none of another that shares the team.
  const allowed = channels.allow.filter((it) => it.platform === platform);
  return allowed.length === 0 || allowed.some(isHere);
}

/** Whether a team lets its people use a model, by its full name. */
export function allowsModel({ allow, deny }: ModelRules, id: string): boolean {
  return !deny.includes(id) && (allow.length === 0 || allow.includes(id));
}
