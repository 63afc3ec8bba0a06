import {
  createDiscordEmulator,
  type DiscordEmulator,
  type DiscordEmulatorOptions,
} from '../../../sandbox/discord/emulator.ts';
import type { Interaction } from '../../../sandbox/discord/interactions/interaction-handle.ts';
import { isObject, type JsonObject } from '../../../sandbox/shared/json.ts';

export interface RawAnswer {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: Headers;
}

export interface RawRequest {
  readonly body?: unknown;
  readonly files?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly headers?: Readonly<Record<string, string>>;
}

export const VIDEO_COMMAND = {
  name: 'video',
  description: 'Makes a video',
  options: [
    { type: 3, name: 'prompt', description: 'What to show', required: true, max_length: 100 },
    { type: 11, name: 'image', description: 'First frame', file_types: ['image'] },
    { type: 4, name: 'seconds', description: 'How long', min_value: 3, max_value: 15 },
    {
      type: 3,
      name: 'quality',
      description: 'How fine',
      choices: [
        { name: 'Standard', value: 'std' },
        { name: 'Pro', value: 'pro' },
      ],
    },
    { type: 3, name: 'style', description: 'Which look', autocomplete: true },
  ],
};

export const MIB = 1024 * 1024;
export const V2 = 1 << 15;
export const text = (content: string) => ({ type: 10, content });
export const button = (customId: string, more: JsonObject = {}) => ({
  type: 2,
  style: 1,
  label: 'Go',
  custom_id: customId,
  ...more,
});
export const row = (...components: JsonObject[]) => ({ type: 1, components });
export const gallery = (...names: string[]) => ({
  type: 12,
  items: names.map((it) => ({ media: { url: `attachment://${it}` } })),
});

/** An emulator with one server, one channel and one person, a clock to turn, and a plain client. */
export async function aDiscord(options: Omit<DiscordEmulatorOptions, 'now' | 'rateLimitNow'> = {}) {
  const clock = { now: Date.UTC(2026, 10, 2, 9, 30) };
  const discord = await createDiscordEmulator({
    rateLimits: false,
    ...options,
    now: () => clock.now,
    rateLimitNow: () => clock.now,
  });
  const guild = discord.addGuild();
  const channel = discord.addChannel(guild);
  const user = discord.addUser({ name: 'Ada' });

  async function api(method: string, path: string, request: RawRequest = {}): Promise<RawAnswer> {
    const headers: Record<string, string> = {
      'User-Agent': 'DiscordBot (https://example.com, 1.0)',
      Authorization: `Bot ${discord.token}`,
      ...(request.files === undefined ? { 'Content-Type': 'application/json' } : {}),
      ...request.headers,
    };
    const response = await fetch(`${discord.apiUrl}/v10${path}`, {
      method,
      headers,
      ...(request.body === undefined && request.files === undefined
        ? {}
        : { body: bodyOf(request) }),
    });
    const read: unknown = response.status === 204 ? {} : await response.json();
    return {
      status: response.status,
      headers: response.headers,
      body: isObject(read) ? read : { list: read },
    };
  }

  const commandsPath = `/applications/${discord.applicationId}/commands`;
  await api('PUT', commandsPath, { body: [VIDEO_COMMAND] });
  const use = { user, guild, channel, name: 'video', options: { prompt: 'a cat' } };

  return {
    discord,
    clock,
    guild,
    channel,
    user,
    use,
    api,
    commandsPath,
    callback: (interaction: Interaction, body: unknown, query = '') =>
      api('POST', `/interactions/${interaction.id}/${interaction.token}/callback${query}`, {
        body,
      }),
    webhook: (interaction: Interaction, tail = '') =>
      `/webhooks/${discord.applicationId}/${interaction.token}${tail}`,
    original: (interaction: Interaction) =>
      `/webhooks/${discord.applicationId}/${interaction.token}/messages/%40original`,
    /** A command that has been answered with "thinking". */
    async deferred(flags = 0): Promise<Interaction> {
      const interaction = discord.command(use);
      await this.callback(interaction, { type: 5, data: { flags } });
      return interaction;
    },
    /** The reasons that were written down, and none of them any more. */
    takeViolations: () => discord.violations.splice(0, Infinity).map((it) => it.reason),
    async [Symbol.asyncDispose]() {
      await discord.close();
    },
  };
}

export type ADiscord = Awaited<ReturnType<typeof aDiscord>>;
export type { DiscordEmulator, Interaction, JsonObject };

function bodyOf(request: RawRequest): string | FormData {
  if (request.files === undefined) return JSON.stringify(request.body);
  const form = new FormData();
  for (const [index, file] of request.files.entries()) {
    form.append(`files[${index}]`, new Blob([new Uint8Array(file.bytes)]), file.name);
  }
  form.append('payload_json', JSON.stringify(request.body ?? {}));
  return form;
}

export function aFile(name: string, size = 10): { name: string; bytes: Uint8Array } {
  return { name, bytes: new Uint8Array(size) };
}

/** What the bot says in the channel by itself. */
export function send(it: ADiscord, body: JsonObject, files: readonly string[] = []) {
  return it.api('POST', `/channels/${it.channel.id}/messages`, {
    body,
    ...(files.length === 0 ? {} : { files: files.map((name) => aFile(name)) }),
  });
}
