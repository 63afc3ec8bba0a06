import { wordsOf } from '../../core/requests/choosing.ts';
import { jobId } from '../../../src/core/shared/domain/ids.ts';
import { connect } from './sql.ts';
import { aRequester, testCore, toCreate } from '../core.ts';
import { createFakePlatform } from '../fakes/fake-platform.ts';
import { createFakeProvider } from '../fakes/fake-provider.ts';

/** What the parent gives as the only argument, in JSON. */
export interface LoadOrder {
  readonly databaseUrl: string;
  readonly process: number;
  /** So many people of one team, each with one video. */
  readonly people: number;
}

/** To the parent: ready to begin; what each person was told. */
export type LoadReport = { readonly ready: true } | { readonly answers: readonly LoadAnswer[] };

export interface LoadAnswer {
  /** Its card was shown. */
  readonly started: boolean;
  /** The answer that is not a card. */
  readonly words: string;
}

const order = JSON.parse(process.argv[2] ?? '') as LoadOrder;
const platform = createFakePlatform({ name: 'rush' });
let minted = 0;
const test = testCore(connect(order.databaseUrl, { connections: 5 }), {
  platform,
  provider: createFakeProvider({ name: 'rush' }),
  wrap: () => ({
    newJobId() {
      minted += 1;
      return jobId(`rush-${order.process}-${minted}`);
    },
  }),
});
const { conversations, core } = test;
await core.wallet.resolveIdentity(aRequester());

process.once('message', () => {
  void (async () => {
    const answers = await Promise.all(
      Array.from({ length: order.people }, async (_, index): Promise<LoadAnswer> => {
        const id = `${order.process}-${index}`;
        const interaction = test.anInteraction(toCreate('a crowd at a gate'), {
          key: id,
          requester: aRequester({ platform: 'rush', person: { id } }),
        });
        const received = await conversations.receive(interaction);
        if (received === 'repeated') throw new Error('Nobody asked before');
        await conversations.answer(interaction, received);
        const shown = platform.shown(interaction.message);
        const reply = platform.replyIn(interaction.message);
        return { started: shown !== null, words: wordsOf(reply) };
      }),
    );
    process.send?.({ answers } satisfies LoadReport, () => process.exit(0));
  })();
});
process.send?.({ ready: true } satisfies LoadReport);
