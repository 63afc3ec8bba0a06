import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import type { Adapters } from '../../../src/lifecycle/adapters.ts';
import type { Sql } from '../../support/database/sql.ts';
import { aRequester, inNewWorkspace, testCore, toCreate } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { createFakePlatform } from '../../support/fakes/fake-platform.ts';
import { asked, choose, wordsOf } from './choosing.ts';

export interface Asking {
  readonly test: TestCore;
  readonly ann: Requester;
  readonly eve: Requester;
  readonly interaction: Interaction;
  /** What the person reads in the message of their request, and what admins read. */
  readonly own: () => string;
  readonly admins: () => string;
  /** The person presses a button. */
  readonly press: (label: string, by?: Requester) => Promise<string>;
  /** Somebody presses a button below the admins' message. */
  readonly decide: (label: string, by?: Requester, credits?: number) => Promise<string>;
  readonly jobs: () => Promise<readonly { quote: number }[]>;
  readonly grants: () => Promise<readonly { subject: string; credits: number }[]>;
}

const INBOX = 'inbox';

/** Somebody with too few credits asks for a video that costs 100. */
export async function asking(
  sql: Sql,
  over: {
    readonly defaults?: Partial<Adapters['defaults']>;
    readonly own?: number;
    readonly requester?: Partial<Requester>;
    readonly inbox?: false;
  } = {},
): Promise<Asking> {
  const { own = 40 } = over;
  const allowance = { kind: 'credits', credits: own, per: 'week' } as const;
  const platform = createFakePlatform({ name: `chat-of-asking-${(minted += 1)}` });
  const test = testCore(sql, {
    platform,
    wrap: ({ defaults }) => ({
      defaults: { ...defaults, policy: { ...defaults.policy, allowance }, ...over.defaults },
    }),
  });
  const { name } = platform;
  const ann = inNewWorkspace({
    platform: name,
    person: { id: 'ann', name: 'Ann' },
    channel: 'films',
    ...over.requester,
  });
  const eve = aRequester({
    platform: name,
    workspace: ann.workspace,
    person: { id: 'eve', name: 'Eve' },
    admin: true,
  });
  const who = await test.core.wallet.resolveIdentity(ann);
  if (over.inbox !== false) {
    const entry = { at: test.clock.now(), actor: 'eve', action: 'inbox', target: '', reason: '' };
    await test.core.teams.change(
      who.teamId,
      (it) => ({ ...it, inbox: { platform: name, id: INBOX } }),
      entry,
    );
  }
  const interaction = test.anInteraction(toCreate('a horse'), { requester: ann });
  await asked(test, interaction);
  const place = { id: over.inbox === false ? 'films' : INBOX };
  return {
    test,
    ann,
    eve,
    interaction,
    own: () => wordsOf(platform.replyIn(interaction.message)),
    admins: () => wordsOf(platform.replyIn(place)),
    press: (label, by = ann) =>
      choose(test, { message: interaction.message, label, requester: by }),
    decide(label, by = eve, credits) {
      const reply = platform.replies.find((it) => it.message === place.id)?.reply;
      return choose(test, {
        message: place,
        label,
        requester: by,
        ...(reply === undefined ? {} : { reply }),
        ...(credits === undefined ? {} : { credits }),
      });
    },
    jobs: () => sql<{ quote: number }[]>`select quote from jobs where team_id = ${who.teamId}`,
    grants: () => sql<{ subject: string; credits: number }[]>`
      select subject, credits::int from grants where team_id = ${who.teamId} order by subject`,
  };
}

let minted = 0;

/** What admins did for a request, newest first. */
export async function logOf(it: Awaited<ReturnType<typeof asking>>) {
  const { teamId } = await it.test.core.wallet.resolveIdentity(it.ann);
  const log = await it.test.core.teams.auditLog(teamId, { from: null, most: 10 });
  return log.map(({ action: actor, outcome, after }) => ({ actor, outcome, after })) as [
    { actor: string; outcome: string; after: unknown },
  ];
}
