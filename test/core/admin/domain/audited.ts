import { auditWords } from '../../../../src/core/admin/domain/audit-words.ts';
import type { AuditEntry } from '../../../../src/core/teams/domain/audit-entry.ts';
import { START } from '../../../support/builders.ts';
import { plain } from '../../messages/domain/plain-text.ts';

export const audited: AuditEntry = {
  seq: 7,
  at: START,
  actor: 'discord:1',
  action: 'set',
  outcome: 'done',
  target: 'team',
  before: null,
  after: null,
  reason: '',
};

/** Of one model alone it is known what people read. */
export const titleOf = (id: string) => (id === 'crun/kling' ? 'Kling 2.6' : id);

/** What is told after when it was and who it was. */
export const line = (over: Partial<AuditEntry>): string =>
  plain(auditWords({ ...audited, ...over }, titleOf)).replace(
    '7 · <day> <clock> · @Person 1 in Discord · ',
    '',
  );
