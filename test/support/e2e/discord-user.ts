import { inDiscord } from './harness/session.ts';
import type { CommandUse, HarnessDiscord } from './harness/session.ts';
import type { Harness } from './harness/harness.ts';
import { A_PROMPT, firstLines, plain, REQUEST } from '../user.ts';
import type { UserDriver, QuotaUse, Who } from '../user.ts';
import { patience } from '../patience.ts';

/** In real time. */
const PATIENCE_MS = patience(10_000);

export function discordUser(harness: Harness<{ readonly discord: HarnessDiscord }>): UserDriver {
  const world = inDiscord(harness);
  const { chat } = world;
  const people = {
    ada: world.ada,
    bob: chat.addUser({ name: 'Bob' }),
    eve: chat.addUser({ name: 'Eve', permissions: 'admin' }),
  };
  async function answered(interaction: ReturnType<typeof world.command>): Promise<string> {
    const text = await world.shown(interaction, /^(?!.*thinking)[^]+/);
    const { ephemeral } = chat.messages.get(interaction.messageId ?? '');
    return ephemeral ? plain(text) : 'for everyone to see';
  }
  return {
    name: 'discord',
    async create(
      { prompt = A_PROMPT, seconds = 3, quality, image, deliveries = 1, ...draft } = {},
      by = 'ada',
    ) {
      const interaction = world.command({
        user: people[by],
        name: 'video',
        subcommand: 'create',
        options: {
          prompt,
          ...(seconds === null ? {} : { seconds }),
          ...(quality === undefined ? {} : { quality }),
          ...(draft.private === true ? { private: true } : {}),
        },
        ...(image === undefined
          ? {}
          : { attachments: { image: { bytes: image.bytes, filename: image.name } } }),
      });
      for (let more = 1; more < deliveries; more += 1) chat.replay(interaction);
      await interaction.acknowledged();
      const text = () => plain(world.textOf(interaction));
      return {
        text,
        headlines: () =>
          firstLines(
            chat.messages.history(interaction.messageId ?? '').map((it) => chat.text(it.json)),
          ),
        videos: () => world.videosOf(interaction).map((it) => it.bytes),
        buttons: () => world.buttonsOf(interaction).map((it) => it.label),
        shown: async (words) => plain(await world.shown(interaction, words)),
        end: async () => plain(await world.end(interaction)),
        async press(label, presser = 'ada') {
          const press = world.press(interaction, label, people[presser]);
          await press.acknowledged();
          return async () => {
            const told = await press.waitForMessage((it) => it.id !== interaction.messageId);
            return plain(chat.text(told));
          };
        },
      };
    },
    startAtOnce: () => world.startAtOnce(),
    async confirmOver(credits) {
      const options = { confirm_over: String(credits) };
      return answered(world.command({ name: 'video', subcommand: 'settings', options }));
    },
    posted: (words) =>
      chat.until(
        String(words),
        () =>
          chat.messages
            .all()
            .map((it) => plain(chat.text(chat.messages.json(it.id))))
            .findLast((text) => words.test(text)),
        PATIENCE_MS,
      ),
    async requested() {
      const textOf = (id: string) => plain(chat.text(chat.messages.json(id)));
      const isAsked = (id: string) => REQUEST.test(textOf(id));
      const { id } = await chat.until(
        'the admins to be asked',
        () => chat.messages.all().findLast((it) => isAsked(it.id)),
        PATIENCE_MS,
      );
      const text = () => textOf(id);
      return {
        text,
        buttons: () => world.buttonsIn(id).map((it) => it.label),
        shown: (words) =>
          chat.until(String(words), () => (words.test(text()) ? text() : undefined), PATIENCE_MS),
        async press(label, by, amount) {
          const button = world.buttonsIn(id).find((it) => it.label === label);
          if (button === undefined) throw new Error(`No button "${label}": ${text()}`);
          let press = chat.press({ user: people[by], message: id, customId: button.id });
          await press.acknowledged();
          if (amount !== undefined) {
            press = chat.submitModal(press, { credits: String(amount) });
            await press.acknowledged();
          }
          return async () => plain(chat.text(await press.waitForMessage((it) => it.id !== id)));
        },
      };
    },
    async interaction(word) {
      const use = word === 'credits' ? { name: word } : { name: 'video', subcommand: word };
      return answered(world.command(use));
    },
    async prefer(usual) {
      const use = { name: 'video', subcommand: 'settings', options: usual };
      return answered(world.command(use));
    },
    async quota(wanted, by = 'eve') {
      const typed = quotaInDiscord(wanted, world.channel, (who) => people[who]);
      const use = { ...typed, name: 'quota', user: people[by], openedByAdmin: true };
      const interaction = world.command(use);
      const told = await answered(interaction);
      const [sure] = world.buttonsOf(interaction);
      if (wanted.act !== 'unlink' || sure === undefined) return told;
      await world.press(interaction, sure.label, people[by]).acknowledged();
      const isDone = () => world.buttonsOf(interaction).length === 0 || undefined;
      await chat.until('the answer to the press', isDone, PATIENCE_MS);
      return plain(world.textOf(interaction));
    },
    async link(code, by = 'ada') {
      const options = code === null ? {} : { code };
      const typed = { name: 'video', subcommand: 'link', options, user: people[by] };
      return answered(world.command(typed));
    },
    messages: () => chat.messages.all().filter((it) => !it.ephemeral && !it.deleted).length,
    expectInOrder: () => world.expectInOrder(),
  };
}

type Options = NonNullable<CommandUse['options']>;

function quotaInDiscord(
  use: QuotaUse,
  here: { readonly id: string },
  userOf: (who: Who) => { readonly id: string },
): { readonly subcommand: string; readonly options: Options } {
  const who = 'who' in use && use.who !== null ? { who: userOf(use.who) } : {};
  switch (use.act) {
    case 'set':
    case 'pool':
      return { subcommand: use.act, options: { credits: use.credits, per: use.per, ...who } };
    case 'grant':
      return { subcommand: 'grant', options: { ...who, credits: use.credits, reason: use.reason } };
    case 'block':
      return { subcommand: 'words add', options: { word: use.word } };
    case 'admins':
      return { subcommand: 'admins add', options: who };
    case 'link':
      return { subcommand: 'link', options: use.code === null ? {} : { code: use.code } };
    case 'digest':
      return { subcommand: 'digest', options: { channel: here } };
    case 'language':
      return { subcommand: 'language', options: { language: use.language } };
    case 'show':
    case 'report':
    case 'audit':
    case 'unlink':
      return { subcommand: use.act, options: who };
  }
}
