import { createDiscordEmulator } from '../discord/emulator.ts';
import type { Hands, HandsOptions, Wish } from './hands.ts';

/** Somebody in Discord, who types the command with all its options. */
export async function createDiscordHands(options: HandsOptions): Promise<Hands> {
  const { clock, see, tell } = options;
  const chat = await createDiscordEmulator({ now: () => clock.now().getTime() });
  const guild = chat.addGuild({});
  const channel = chat.addChannel(guild);
  const user = chat.addUser({ name: 'you' });
  let messageId: string | null = null;
  chat.onMessage((version) => {
    messageId ??= version.messageId;
    see({ what: version.kind === 'edit' ? 'edit' : 'card', text: chat.text(version.json) });
  });

  return {
    settings: { DISCORD_TOKEN: chat.token, DISCORD_API_URL: chat.apiUrl },
    url: chat.apiUrl,
    secrets: [chat.token],
    violations: chat.violations,
    ask(wish) {
      const typed = optionsOf(wish);
      const { image } = wish;
      const words = Object.entries({ ...typed, ...(image === null ? {} : { image: image.name }) });
      tell(`/video create ${words.map(([name, value]) => `${name}:${value}`).join(' ')}`);
      chat.command({
        ...{ user, guild, channel, name: 'video', subcommand: 'create', options: typed },
        ...(image === null
          ? {}
          : { attachments: { image: { bytes: image.bytes, filename: image.name } } }),
      });
      return Promise.resolve('sent');
    },
    video() {
      const shown = messageId === null ? undefined : chat.messages.history(messageId).at(-1);
      const file = shown?.attachments.find((it) => it.contentType === 'video/mp4');
      return file === undefined ? null : { name: file.filename, bytes: file.bytes };
    },
    [Symbol.asyncDispose]: () => chat.close(),
  };
}

function optionsOf({ prompt, seconds, quality }: Wish): Record<string, string | number> {
  return {
    prompt,
    ...(seconds === null ? {} : { seconds }),
    ...(quality === null ? {} : { quality }),
  };
}
