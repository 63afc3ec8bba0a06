import type { Interaction } from '../chat/domain/interaction.ts';
import type { Reply } from '../messages/domain/reply.ts';
import {
  linkCodeReply,
  linkedReply,
  notLinkedReply,
  unlinkedReply,
} from './domain/link-replies.ts';
import { later } from '../shared/domain/later.ts';
import type { NewAuditEntry } from '../teams/domain/audit-entry.ts';
import type { Core } from '../core.ts';
import { CODE_MS } from './link-accounts.ts';

/** For an admin: makes a code for another place, or joins the team of the code. */
export async function linkWorkspace(
  core: Core,
  interaction: Interaction,
  code: string | null,
): Promise<Reply> {
  if (code === null) {
    const who = await core.wallet.resolveIdentity(interaction.asker);
    const until = later(core.clock.now(), CODE_MS);
    const entry = await entryOf(core, interaction, 'link-code');
    return linkCodeReply(
      'place',
      await core.links.offer(who, interaction.asker, 'place', until, entry),
      until,
    );
  }
  const linked = await core.links.joinTeam(
    interaction.asker,
    code,
    await entryOf(core, interaction, 'link'),
  );
  return linked.status === 'done' ? linkedReply('place') : notLinkedReply('place', linked);
}

/** For an admin: the place leaves its team, or those that joined its own leave. */
export async function unlinkWorkspace(core: Core, interaction: Interaction): Promise<Reply> {
  const left = await core.links.leaveTeam(
    interaction.asker,
    await entryOf(core, interaction, 'unlink'),
  );
  return left.status === 'done' ? unlinkedReply('place') : notLinkedReply('place', left);
}

async function entryOf(
  core: Core,
  { asker: requester }: Interaction,
  action: string,
): Promise<NewAuditEntry> {
  const { personId } = await core.wallet.resolveIdentity(requester);
  const target = `${requester.platform}:${requester.workspace.id}`;
  return { at: core.clock.now(), actor: personId, action, target, reason: '' };
}
