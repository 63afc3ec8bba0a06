import { auditWords } from './domain/audit-words.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { Admin } from './set-quota.ts';
import type { Core } from '../core.ts';
import { savePendingAction } from '../chat/pending-actions.ts';

/** So many fit into one message. */
const PAGE = 8;

/** A page of the log, newest first, with a button to what was before it. */
export async function readAudit(core: Core, admin: Admin, from: number | null): Promise<Reply> {
  const { interaction, team } = admin;
  const entries = await core.teams.auditLog(team, { from, most: PAGE + 1 });
  const next = entries[PAGE]?.seq;
  return {
    tone: 'plain',
    headline: [{ bold: 'What admins did here' }],
    lines:
      entries.length === 0
        ? [['Nothing yet.']]
        : entries.slice(0, PAGE).map((it) => auditWords(it)),
    ...(next === undefined
      ? {}
      : {
          choices: [
            {
              label: 'Older',
              style: 'plain',
              pendingAction: await savePendingAction(core, interaction, {
                type: 'admin',
                act: { act: 'audit', from: next },
              }),
            },
          ],
        }),
  };
}
