import type { Grantee as GranteeNamed, QuotaSubject } from '../chat/domain/admin-command.ts';
import type { InteractionContext } from '../chat/domain/interaction.ts';
import type { JobHistory } from '../jobs/ports/job-history.ts';
import { mention } from '../messages/domain/mention.ts';
import { msg } from '../messages/domain/message.ts';
import type { Message } from '../messages/domain/message.ts';
import type { PersonId } from '../shared/domain/ids.ts';
import type { Wallet } from '../credits/ports/wallet.ts';
import type { NewAuditEntry } from '../teams/domain/audit-entry.ts';
import type { Requester } from '../teams/domain/requester.ts';
import type { TeamSettings } from '../teams/domain/team-settings.ts';
import type { Grantee, Subject } from './domain/admin-replies.ts';

/** An admin who is authorized, and the entry that is written of what they do. */
export interface Admin {
  readonly context: InteractionContext;
  readonly settings: TeamSettings;
  readonly entry: NewAuditEntry;
}

/** Grants to the team as a whole are under this name. */
export const POOL = 'pool';

/** Whoever has this account in the chat that was asked in. */
export async function personBy(
  deps: { readonly wallet: Wallet },
  requester: Requester,
  id: string,
): Promise<PersonId> {
  return (await deps.wallet.resolveIdentity({ ...requester, person: { id } })).personId;
}

export function namedBy({ platform }: Requester, subject: QuotaSubject): Subject {
  if (subject.kind === 'team') return 'everyone';
  return mention({ platform, id: subject.id }, subject.kind);
}

export function namedGrantee({ platform }: Requester, to: GranteeNamed): Grantee {
  return to.kind === 'team' ? 'pool' : mention({ platform, id: to.id }, 'person');
}

/** A chat vouches for the roles of whoever asks; of others it is known what they had when they did. */
export async function rolesOf(
  deps: { readonly history: JobHistory },
  { context: { requester, who } }: Admin,
  person: PersonId,
): Promise<{ readonly roles: readonly string[]; readonly doubt: Message | null }> {
  if (who.personId === person) return { roles: requester.roles, doubt: null };
  const [last] = await deps.history.listOf(who.teamId, person, { open: false, most: 1 });
  const chat = requester.platform;
  return last === undefined
    ? { roles: [], doubt: msg('admin.roles-unknown', { chat }) }
    : { roles: last.roles, doubt: msg('admin.roles-old', { chat }) };
}
