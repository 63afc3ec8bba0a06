import type { Installation as GrantedInstallation } from '@slack/oauth';
import { z } from 'zod';
import type { Clock } from '../../../core/shared/ports/clock.ts';
import type { Installations } from '../../shared/define-platform.ts';
import type { SlackTeam } from '../shared/slack-team.ts';

const installationSchema = z.object({
  /** Null where a whole organisation has the app. */
  teamId: z.string().nullable(),
  enterpriseId: z.string().nullable(),
  forOrganisation: z.boolean(),
  name: z.string().nullable(),
  token: z.string(),
  /** Renews the token, once; null where tokens do not run out. */
  refreshToken: z.string().nullable(),
  /** Milliseconds since 1970. */
  expiresAt: z.number().nullable(),
  scopes: z.array(z.string()),
  installedBy: z.string(),
});

/** What a workspace, or a whole organisation, gave when it installed the app. */
export type SlackInstallation = z.infer<typeof installationSchema>;

export function readInstallation(secret: string): SlackInstallation {
  return installationSchema.parse(JSON.parse(secret));
}

export function writeInstallation(installation: SlackInstallation): string {
  return JSON.stringify(installation);
}

/** What it is kept under. */
export function idOf({ forOrganisation, teamId, enterpriseId }: SlackInstallation): string {
  const id = forOrganisation ? enterpriseId : teamId;
  if (id === null) throw new Error('An installation of Slack names no workspace');
  return id;
}

/** Where the installation that serves a workspace may be kept: its own, or its organisation's. */
export function idsFor({ teamId, enterpriseId }: SlackTeam): readonly string[] {
  return enterpriseId === null || enterpriseId === teamId ? [teamId] : [teamId, enterpriseId];
}

/** Reads what the OAuth flow got. */
export function grantedInstallation(
  granted: GrantedInstallation,
  { now }: Pick<Clock, 'now'>,
): SlackInstallation {
  const { bot, team, enterprise, user } = granted;
  if (bot === undefined) throw new Error('Slack gave no token of a bot');
  // Slack tells how long it lives; the SDK makes a time of it by the machine's clock.
  const livesMs = bot.expiresAt === undefined ? null : bot.expiresAt * 1000 - Date.now();
  return {
    teamId: team?.id ?? null,
    enterpriseId: enterprise?.id ?? null,
    forOrganisation: granted.isEnterpriseInstall ?? false,
    name: team?.name ?? enterprise?.name ?? null,
    token: bot.token,
    refreshToken: bot.refreshToken ?? null,
    expiresAt: livesMs === null ? null : now().getTime() + livesMs,
    scopes: bot.scopes,
    installedBy: user.id,
  };
}

const TIMES = {
  /** Another process may have renewed or removed it meanwhile. */
  knownMs: 60_000,
  /** Installing should be seen at once. */
  missingMs: 3_000,
} as const;
const MOST_TEAMS = 10_000;

/** Installations, remembered for a moment: an answer has three seconds, and all of them need one. */
export interface KnownInstallations {
  /** Null where the app is not installed. @throws when nothing is known and the store is silent */
  find(team: SlackTeam): Promise<SlackInstallation | null>;
  /** All that could serve it, as they are kept now: its own, then its organisation's. */
  serving(team: SlackTeam): Promise<readonly SlackInstallation[]>;
  forget(): void;
}

export function knowInstallations(
  installations: Installations,
  { now }: Pick<Clock, 'now'>,
): KnownInstallations {
  const known = new Map<string, { found: SlackInstallation | null; until: number }>();
  /** Which organisations workspaces are of, as their requests said. */
  const seenIn = new Map<string, string>();
  let era = 0;

  /** Not everyone who asks knows the organisation: the address of a channel does not name it. */
  function completed({ teamId, enterpriseId }: SlackTeam): SlackTeam {
    if (enterpriseId === null) return { teamId, enterpriseId: seenIn.get(teamId) ?? null };
    if (seenIn.size >= MOST_TEAMS) seenIn.clear();
    seenIn.set(teamId, enterpriseId);
    return { teamId, enterpriseId };
  }

  async function read(id: string, team: SlackTeam): Promise<SlackInstallation | null> {
    const secret = await installations.find(id);
    const found = secret === null ? null : readInstallation(secret);
    // An organisation has workspaces with installations of their own, too.
    return found !== null && (found.forOrganisation || id === team.teamId) ? found : null;
  }

  async function look(team: SlackTeam): Promise<SlackInstallation | null> {
    for (const id of idsFor(team)) {
      const found = await read(id, team);
      if (found !== null) return found;
    }
    return null;
  }

  return {
    async find(asked) {
      const team = completed(asked);
      // With the organisation: without it nothing but an installation of its own can be found.
      const key = idsFor(team).join(':');
      const remembered = known.get(key);
      if (remembered !== undefined && remembered.until > now().getTime()) return remembered.found;
      const begun = era;
      let found;
      try {
        found = await look(team);
      } catch (error) {
        // What was true a minute ago serves people better than nothing.
        if (remembered === undefined) throw error;
        return remembered.found;
      }
      // Read before something changed: true for this answer, not to be remembered.
      if (begun !== era) return found;
      if (known.size >= MOST_TEAMS) known.clear();
      const lastsMs = found === null ? TIMES.missingMs : TIMES.knownMs;
      known.set(key, { found, until: now().getTime() + lastsMs });
      return found;
    },
    async serving(team) {
      const found = await Promise.all(idsFor(team).map((id) => read(id, team)));
      return found.filter((it) => it !== null);
    },
    forget() {
      era += 1;
      known.clear();
    },
  };
}
