import { auditWords } from './domain/audit-words.ts';
import { msg } from '../messages/domain/message.ts';
import { plainReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { Admin } from './subject.ts';
import { savePendingAction } from '../chat/pending-actions.ts';
import type { SavePendingActionDependencies } from '../chat/pending-actions.ts';
import { modelWords } from '../video/domain/model-words.ts';
import { offersOf } from '../providers/offers.ts';
import type { OffersDependencies } from '../providers/offers.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';

export interface ReadAuditDependencies extends OffersDependencies, SavePendingActionDependencies {
  readonly teams: TeamStore;
}

/** So many fit into one message. */
const PAGE = 8;

/** A page of the log, newest first, with a button to what was before it. */
export async function readAudit(
  deps: ReadAuditDependencies,
  admin: Admin,
  from: number | null,
): Promise<Reply> {
  const { context } = admin;
  const offers = offersOf(deps);
  const entries = await deps.teams.auditLog(context.who.teamId, { from, most: PAGE + 1 });
  const next = entries[PAGE]?.seq;
  return {
    ...plainReply(
      [{ bold: msg('admin.audit') }],
      ...(entries.length === 0
        ? [msg('admin.audit-empty')]
        : entries.slice(0, PAGE).map((it) => auditWords(it, (id) => modelWords(offers, id)))),
    ),
    ...(next === undefined
      ? {}
      : {
          choices: [
            {
              label: msg('admin.audit-older'),
              style: 'plain',
              pendingAction: await savePendingAction(deps, context, {
                type: 'admin',
                act: { act: 'audit', from: next },
              }),
            },
          ],
        }),
  };
}
