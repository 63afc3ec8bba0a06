import type { AdminAct } from '../../../src/core/chat/domain/admin-command.ts';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import { administer } from '../../../src/core/admin/administer.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { inNewWorkspace, testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import type { Sql } from '../../support/database/sql.ts';

export interface Place {
  readonly test: TestCore;
  readonly admin: Requester;
  readonly ann: Requester;
  does(act: AdminAct, by?: Requester): Promise<Reply>;
  log(): Promise<string[]>;
}

/** A workspace of its own with an admin, and with somebody who is none. */
export function createPlace(sql: Sql): Place {
  const test = testCore(sql);
  const admin = {
    ...inNewWorkspace({ platform: test.platform.name, admin: true }),
    person: { id: 'ada' },
    channel: 'C1',
  };
  const ann = { ...admin, admin: false, person: { id: 'ann' } };
  return {
    test,
    admin,
    ann,
    async does(act, by = admin) {
      const interaction = test.anInteraction({ type: 'admin', act }, { requester: by });
      const reply = await administer(test.core, await test.contextOf(interaction), act);
      if (reply === null) throw new Error('Nothing was answered');
      return reply;
    },
    async log() {
      const { teamId } = await test.core.wallet.resolveIdentity(admin);
      const lines = await test.core.teams.auditLog(teamId, { from: null, most: 100 });
      return lines.map((it) => `${it.outcome} ${it.action} ${it.target}`);
    },
  };
}

export const all = ({ headline, lines }: Reply) => [headline, ...lines].map(plain).join('\n');
export const week = (credits: number) => ({ kind: 'credits', credits, per: 'week' }) as const;
export const onAnn = { kind: 'person', id: 'ann' } as const;
export const reason = 'because';
