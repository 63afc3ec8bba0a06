import { msg } from '../messages/domain/message.ts';
import type { InteractionContext } from '../chat/domain/interaction.ts';
import { inLanguage, refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { weeklyReportReply } from './domain/report-reply.ts';
import {
  weeklyReportHereReply,
  weeklyReportOffReply,
  weeklyReportOnReply,
} from './domain/weekly-replies.ts';
import { later } from '../shared/domain/later.ts';
import { isSame } from '../shared/domain/chat-ref.ts';
import type { Place } from '../shared/domain/chat-ref.ts';
import type { DueWeeklyReport, WeeklyReports } from './ports/weekly-reports.ts';
import { CHANNEL_CLOSED } from '../teams/domain/audit-entry.ts';
import type { NewAuditEntry } from '../teams/domain/audit-entry.ts';
import type { TeamSettings } from '../teams/domain/team-settings.ts';
import { teamLanguage } from '../people/language.ts';
import type { TeamLanguageDependencies } from '../people/language.ts';
import { deadlineSignal } from '../shared/deadline.ts';
import { chartOf, reportOf } from './report.ts';
import type { ReportDependencies } from './report.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';
import { canPostThere, postInChannel } from '../chat/post-in-channel.ts';
import type { PostInChannelDependencies } from '../chat/post-in-channel.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface WeeklyReportToDependencies
  extends PostInChannelDependencies, TeamLanguageDependencies {
  readonly teams: TeamStore;
  readonly weeklyReports: WeeklyReports;
  readonly clock: Clock;
}

export interface SendWeeklyReportsDependencies
  extends ReportDependencies, WeeklyReportToDependencies {}

/** Sends the team's weekly report to a channel from now on; null: none any more. */
export async function weeklyReportTo(
  deps: WeeklyReportToDependencies,
  { key, requester, who }: InteractionContext,
  settings: TeamSettings,
  channel: string | null,
): Promise<Reply> {
  const { teamId: team, personId: actor } = who;
  const at = deps.clock.now();
  const entry = { at, actor, action: 'digest', target: '', reason: '' };
  if (channel === null) {
    const { before } = await changed(deps, team, () => null, entry);
    await deps.weeklyReports.cancel(team);
    return weeklyReportOffReply(before.digest !== null);
  }
  const { platform, workspace } = requester;
  const place: Place = { platform, id: channel, workspace: workspace.id };
  // Asked again after a crash, it is the same message.
  const here = inLanguage(weeklyReportHereReply(), teamLanguage(deps, settings));
  if (!(await canPostThere(deps, place, here, `digest ${key}`))) {
    return refusedReply(msg('reports.cannot-post', { channel: place }));
  }
  await changed(deps, team, () => place, { ...entry, target: targetOf(place) });
  return weeklyReportOnReply(place, await deps.weeklyReports.book(team, at));
}

/** Longer than it takes to send one. Whoever dies meanwhile sends it late, and not twice. */
const LEASE_MS = 3 * 60_000;
const SEND_WITHIN_MS = 60_000;
const AT_ONCE = 5;

/**
 * Sends the weekly reports that are due. Each is taken for a while and booked for next week once it was
 * sent: a crash in between sends it again, and the chat knows it for the same message.
 */
export async function sendWeeklyReports(
  deps: SendWeeklyReportsDependencies,
  signal: AbortSignal,
): Promise<void> {
  const now = deps.clock.now();
  const platforms = [...deps.platforms.keys()];
  const due = await deps.weeklyReports.claim(platforms, now, later(now, LEASE_MS), AT_ONCE);
  for (const next of due) {
    try {
      using deadline = deadlineSignal(deps.clock, SEND_WITHIN_MS);
      await send(deps, next, AbortSignal.any([signal, deadline.signal]));
      await deps.weeklyReports.book(next.team, now);
    } catch (error) {
      deps.logger.warn({ team: next.team, err: error }, 'weekly report not sent yet');
    }
  }
}

async function send(
  deps: SendWeeklyReportsDependencies,
  { team, week, timely }: DueWeeklyReport,
  signal: AbortSignal,
) {
  const settings = await deps.teams.settings(team);
  const { digest: place } = settings;
  if (place === null || !timely) return;
  const words = await reportOf(deps, team, week);
  if (words.report.totals.asked === 0) return;
  const language = teamLanguage(deps, settings);
  const said = weeklyReportReply(words, await chartOf(deps, words, language));
  const reply = inLanguage(said, language);
  if (await postInChannel(deps, place, reply, `digest ${team} ${week.first}`, signal)) return;
  deps.logger.warn(
    { team, platform: place.platform },
    'weekly report turned off: its channel is closed',
  );
  const entry = { at: deps.clock.now(), actor: 'service', action: 'digest' } as const;
  const off = (now: Place | null) => (isStill(now, place) ? null : now);
  await changed(deps, team, off, {
    ...entry,
    target: targetOf(place),
    reason: CHANNEL_CLOSED,
  });
}

function changed(
  deps: Pick<WeeklyReportToDependencies, 'teams'>,
  team: DueWeeklyReport['team'],
  to: (now: Place | null) => Place | null,
  entry: NewAuditEntry,
) {
  const change = (settings: TeamSettings) => ({ ...settings, digest: to(settings.digest) });
  return deps.teams.change(team, change, entry);
}

/** An admin may have named another channel meanwhile. */
function isStill(now: Place | null, place: Place): boolean {
  return now !== null && isSame(now, place);
}

function targetOf({ platform, id }: Place): string {
  return `channel:${platform}:${id}`;
}
