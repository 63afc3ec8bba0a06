import type { AdminAct, QuotaSubject } from '../../chat/domain/admin-command.ts';
import type { Requester } from '../../teams/domain/requester.ts';

/** Whom or what an act is about, as the log has it: by the id of whoever's chat it was asked in. */
export function targetOf({ platform }: Requester, act: AdminAct): string {
  const subject = (of: QuotaSubject): string => {
    if (of.kind === 'team') return 'team';
    return of.kind === 'role' ? `role:${platform}:${of.id}` : `${platform}:${of.id}`;
  };
  const grantee = (of: QuotaSubject) => (of.kind === 'team' ? 'pool' : subject(of));
  const channel = (id: string | null) => (id === null ? '' : `channel:${platform}:${id}`);
  switch (act.act) {
    case 'set':
      return subject(act.for);
    case 'pool':
      return 'pool';
    case 'grant':
      return grantee(act.to);
    case 'revoke':
      return grantee(act.from);
    case 'show':
      return subject(act.of);
    case 'admins':
      return act.person === null ? '' : `${platform}:${act.person}`;
    case 'channels':
    case 'inbox':
    case 'digest':
      return channel(act.channel);
    case 'words':
      return act.pattern ?? '';
    case 'model':
      return act.model ?? '';
    case 'time-zone':
      return act.zone;
    case 'language':
      return act.language;
    case 'confirm':
    case 'report':
    case 'audit':
    case 'link':
    case 'unlink':
      return '';
  }
}
