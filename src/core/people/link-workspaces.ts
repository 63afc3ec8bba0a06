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
import { CODE_MS } from './link-accounts.ts';
import type { Wallet } from '../credits/ports/wallet.ts';
import type { LinkStore } from './ports/link-store.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface LinkWorkspaceDependencies {
  readonly wallet: Wallet;
  readonly links: LinkStore;
  readonly clock: Clock;
}

/** For an admin: makes a code for another place, or joins the team of the code. */
export async function linkWorkspace(
  deps: LinkWorkspaceDependencies,
  interaction: Interaction,
  code: string | null,
): Promise<Reply> {
  if (code === null) {
    const who = await deps.wallet.resolveIdentity(interaction.asker);
    const until = later(deps.clock.now(), CODE_MS);
    const entry = await entryOf(deps, interaction, 'link-code');
    return linkCodeReply(
      'place',
      await deps.links.offer(who, interaction.asker, 'place', until, entry),
      until,
    );
  }
  const linked = await deps.links.joinTeam(
    interaction.asker,
    code,
    await entryOf(deps, interaction, 'link'),
  );
  return linked.status === 'done' ? linkedReply('place') : notLinkedReply('place', linked);
}

/** For an admin: the place leaves its team, or those that joined its own leave. */
export async function unlinkWorkspace(
  deps: LinkWorkspaceDependencies,
  interaction: Interaction,
): Promise<Reply> {
  const left = await deps.links.leaveTeam(
    interaction.asker,
    await entryOf(deps, interaction, 'unlink'),
  );
  return left.status === 'done' ? unlinkedReply('place') : notLinkedReply('place', left);
}

async function entryOf(
  deps: LinkWorkspaceDependencies,
  { asker: requester }: Interaction,
  action: string,
): Promise<NewAuditEntry> {
  const { personId } = await deps.wallet.resolveIdentity(requester);
  const target = `${requester.platform}:${requester.workspace.id}`;
  return { at: deps.clock.now(), actor: personId, action, target, reason: '' };
}
