import { setTimeout as delay } from 'node:timers/promises';
import { createKnownLocales } from '../../../src/bots/slack/interactions/known-locales.ts';
import { createHomeReplies } from '../../../src/bots/slack/rendering/home-replies.ts';
import { registerSlackListener } from '../../../src/bots/slack/listener.ts';
import { readMessageRef } from '../../../src/bots/slack/shared/message-ref.ts';
import { createSlackMessages } from '../../../src/bots/slack/messages/messages.ts';
import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Conversations } from '../../../src/core/chat/ports/interaction-handler.ts';
import { silent } from '../../support/core.ts';
import { aForm, aHome } from '../../support/forms.ts';
import { startListening } from './receivers/listening.ts';
import type { ListeningOptions } from './receivers/listening.ts';
import { patience } from '../../support/patience.ts';

export interface BotOptions extends ListeningOptions {
  readonly workspaces?: readonly string[];
}

export type Bot = Awaited<ReturnType<typeof startBot>>;

/** The real listener and the real messages over the emulator, and a core that only remembers. */
export async function startBot(options: BotOptions = {}) {
  const interactions: Interaction[] = [];
  const answers: {
    readonly interaction: Interaction;
    readonly received: 'new' | 'late' | 'unkept';
  }[] = [];
  const seen = new Set<string>();
  const homeReplies = createHomeReplies();
  const core: Pick<Conversations, 'receive' | 'answer' | 'form' | 'language' | 'home'> = {
    receive(interaction) {
      const repeated = seen.has(interaction.key);
      seen.add(interaction.key);
      return Promise.resolve(repeated ? 'repeated' : 'new');
    },
    answer: () => Promise.resolve(),
    form: () => Promise.resolve(aForm()),
    language: () => Promise.resolve('en'),
    home: () => Promise.resolve(aHome()),
  };
  const conversations: Conversations = {
    receive(interaction) {
      interactions.push(interaction);
      return core.receive(interaction);
    },
    async answer(interaction, received) {
      answers.push({ interaction, received });
      await core.answer(interaction, received);
    },
    resume: () => Promise.reject(new Error('a platform resumes nothing')),
    form: (requester) => core.form(requester),
    language: (requester) => core.language(requester),
    home: (requester) => core.home(requester),
  };
  const listening = await startListening({
    ...options,
    listen(app) {
      const { clients, clock, tokens } = listening;
      const locales = createKnownLocales(clock);
      registerSlackListener(app, {
        clock,
        logger: silent,
        conversations,
        clients,
        homeReplies,
        locales,
        workspaces: new Set(options.workspaces),
        installed: (team) => tokens.installed(team),
      });
    },
  });
  await listening.connect();
  const { emulator, clients, clock, workspace } = listening;
  const api = emulator.apiUrl.replace(/\/$/, '');
  const channel = workspace.addChannel({ name: 'films' });
  return {
    listening,
    emulator,
    workspace,
    channel,
    homeReplies,
    clock,
    ada: workspace.addPerson({ name: 'Ada' }),
    platform: createSlackMessages({ clients, clock, homeReplies, api }),
    /** What the core does; a test may change it. */
    core,
    asks: interactions,
    answers,
    /** Waits until the core has been asked to answer so many requests. */
    async answered(count: number): Promise<Interaction> {
      for (let tries = 0; answers.length < count && tries < patience(400); tries += 1)
        await delay(5);
      const last = answers[count - 1];
      if (last === undefined) throw new Error(`${answers.length} of ${count} were answered`);
      return last.interaction;
    },
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}

export function refOf(interaction: Interaction) {
  return readMessageRef(interaction.message);
}
