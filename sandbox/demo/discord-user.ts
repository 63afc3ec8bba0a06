import { createDiscordEmulator } from '../discord/emulator.ts';
import { elementIn } from './user.ts';
import type { GivenFile, UserDriver, UserDriverOptions, VideoPrompt } from './user.ts';

/** Somebody in Discord, who types the command with all its options. */
export async function createDiscordUser(options: UserDriverOptions): Promise<UserDriver> {
  const { clock, language, see, tell } = options;
  const chat = await createDiscordEmulator({ now: () => clock.now().getTime() });
  const guild = chat.addGuild({});
  const channel = chat.addChannel(guild);
  chat.tells.add('locale');
  const user = chat.addUser({ name: 'you', locale: LOCALES[language] ?? language });
  let messageId: string | null = null;
  let awaitsForm = false;
  chat.onMessage((version) => {
    messageId ??= version.messageId;
    const first = awaitsForm ? 'answer' : 'card';
    see({ what: version.kind === 'edit' ? 'edit' : first, text: chat.text(version.json) });
  });

  return {
    settings: { DISCORD_TOKEN: chat.token, DISCORD_API_URL: chat.apiUrl },
    url: chat.apiUrl,
    workspaceId: guild.id,
    secrets: [chat.token],
    violations: chat.violations,
    async ask(draft) {
      const { subcommand, typed, files } = commandFor(draft);
      const names = Object.entries(files).map(([option, file]) => [option, file.name]);
      const words = [...Object.entries(typed), ...names].map(([name, it]) => ` ${name}:${it}`);
      tell(`/video ${subcommand}${words.join('')}`);
      const attachments = Object.fromEntries(
        Object.entries(files).map(([option, { name, bytes }]) => [
          option,
          { bytes, filename: name },
        ]),
      );
      awaitsForm = draft.kind === 'shots';
      const sent = chat.command({
        user,
        guild,
        channel,
        name: 'video',
        subcommand,
        options: typed,
        attachments,
      });
      if (draft.kind !== 'shots') return 'sent';
      await sent.acknowledged();
      // What cannot be made is answered at once, without a form.
      if (sent.modal === null) return 'refused';
      awaitsForm = false;
      const shots = draft.prompt.split('\n').map((it, index) => [`shot${index + 1}`, it] as const);
      see({
        what: 'form',
        text: shots.map(([, it], index) => `Shot ${index + 1}: ${it}`).join('\n'),
      });
      tell('press Submit');
      chat.submitModal(sent, Object.fromEntries(shots));
      return 'sent';
    },
    async agree() {
      const message = messageId ?? '';
      const [button] = buttonsIn(chat.messages.json(message).components);
      if (button === undefined) throw new Error('There is no button to press');
      tell(`press ${button.label}`);
      await chat.press({ user, message, customId: button.id }).acknowledged();
    },
    video() {
      const shown = messageId === null ? undefined : chat.messages.history(messageId).at(-1);
      const file = shown?.attachments.find((it) => it.contentType === 'video/mp4');
      return file === undefined ? null : { name: file.filename, bytes: file.bytes };
    },
    [Symbol.asyncDispose]: () => chat.close(),
  };
}

function buttonsIn(json: unknown): readonly { readonly id: string; readonly label: string }[] {
  if (typeof json !== 'object' || json === null) return [];
  const own =
    'custom_id' in json && 'label' in json
      ? [{ id: String(json.custom_id), label: String(json.label) }]
      : [];
  return [...own, ...Object.values(json).flatMap(buttonsIn)];
}

/** Where Discord has it otherwise. */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-US', es: 'es-ES' };

interface Command {
  readonly subcommand: string;
  readonly typed: Readonly<Record<string, string | number>>;
  readonly files: Readonly<Record<string, GivenFile>>;
}

function commandFor(draft: VideoPrompt): Command {
  const { prompt, images, video } = draft;
  const settings = settingsOf(draft);
  const typed = { prompt, ...settings };
  const [first, last] = images;
  switch (draft.kind) {
    case 'text':
    case 'frames':
      return { subcommand: 'create', typed, files: named({ image: first, last_frame: last }) };
    case 'shots':
      return { subcommand: 'storyboard', typed: settings, files: named({ image: first }) };
    case 'references':
      return draft.named
        ? {
            subcommand: 'elements',
            typed: { ...typed, name1: elementIn(prompt) },
            files: numbered(images, (index) => `image1${'abcd'.charAt(index)}`),
          }
        : { subcommand: 'create', typed, files: numbered(images, (it) => `reference${it + 1}`) };
    case 'edit': {
      const references = numbered(images, (it) => `reference${it + 1}`);
      return { subcommand: 'edit', typed, files: { ...named({ video }), ...references } };
    }
    case 'replace':
      return { subcommand: 'replace', typed: settings, files: named({ character: first, video }) };
  }
}

function settingsOf({ seconds, quality }: VideoPrompt): Command['typed'] {
  return {
    ...(seconds === null ? {} : { seconds }),
    ...(quality === null ? {} : { quality }),
  };
}

function named(files: Readonly<Record<string, GivenFile | null | undefined>>): Command['files'] {
  return Object.fromEntries(
    Object.entries(files).flatMap(([option, file]) => (file == null ? [] : [[option, file]])),
  );
}

function numbered(
  files: readonly GivenFile[],
  optionOf: (index: number) => string,
): Command['files'] {
  return Object.fromEntries(files.map((file, index) => [optionOf(index), file]));
}
