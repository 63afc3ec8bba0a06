import {
  GatewayBotResponseSchema,
  GuildChannelResponseSchema,
  GuildWithCountsResponseSchema,
  PrivateApplicationResponseSchema,
  PrivateChannelResponseSchema,
  ThreadResponseSchema,
  UserResponseSchema,
} from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { aDiscord, button, gallery, row, text, V2, aFile, type JsonObject } from './support.ts';

describe('the API', () => {
  it('asks for the bot token, a user agent and version 10', async () => {
    await using it = await aDiscord();
    const me = (headers: Record<string, string>) => it.api('GET', '/users/@me', { headers });
    expect((await me({})).status).toBe(200);
    expect(await me({ Authorization: 'Bot wrong' })).toMatchObject({
      status: 401,
      body: { code: 0 },
    });
    expect((await me({ Authorization: it.discord.token })).status).toBe(401);
    expect((await me({ 'User-Agent': 'node' })).status).toBe(403);
    const version9 = await fetch(`${it.discord.apiUrl}/v9/gateway`);
    expect(version9.status).toBe(400);
    expect((await fetch(`${it.discord.apiUrl}/gateway`)).status).toBe(501);
    expect(it.takeViolations()).toHaveLength(5);
    expect(it.discord.invalidRequests).toBe(3);
  });

  it('answers in the published form', async () => {
    await using it = await aDiscord();
    const thread = it.discord.addChannel(it.guild, { threadOf: it.channel });
    const direct = it.discord.directMessages(it.user);
    it.discord.addRole(it.guild, 'Editors');
    for (const [path, schema] of [
      ['/gateway/bot', GatewayBotResponseSchema],
      ['/applications/@me', PrivateApplicationResponseSchema],
      ['/users/@me', UserResponseSchema],
      [`/users/${it.user.id}`, UserResponseSchema],
      [`/guilds/${it.guild.id}`, GuildWithCountsResponseSchema],
      [`/channels/${it.channel.id}`, GuildChannelResponseSchema],
      [`/channels/${thread.id}`, ThreadResponseSchema],
      [`/channels/${direct.id}`, PrivateChannelResponseSchema],
    ] as const) {
      const { body } = await it.api('GET', path);
      expect(schema.safeParse(body).error, path).toBeUndefined();
    }
  });

  it('takes well-formed JSON and forms only', async () => {
    await using it = await aDiscord();
    const post = async (type: string, body: string) => {
      const answer = await fetch(`${it.discord.apiUrl}/v10/channels/${it.channel.id}/messages`, {
        method: 'POST',
        headers: {
          'Content-Type': type,
          Authorization: `Bot ${it.discord.token}`,
          'User-Agent': 'DiscordBot (x, 1)',
        },
        body,
      });
      return answer.status;
    };
    expect(await post('application/json', '{"content":"x"}')).toBe(200);
    expect(await post('application/json', '{"content"')).toBe(400);
    expect(await post('text/plain', '{"content":"x"}')).toBe(400);
    expect(await post('multipart/form-data', 'x')).toBe(400);
  });

  it('limits each bucket, says how, and lets callbacks pass', async () => {
    await using it = await aDiscord({ rateLimits: true });
    const interaction = await it.deferred();
    const other = await it.deferred();
    const edit = (of: typeof interaction) =>
      it.api('PATCH', it.original(of), { body: { content: 'x' } });
    const first = await edit(interaction);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '4',
      'x-ratelimit-bucket': expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
    expect(Number(first.headers.get('x-ratelimit-reset-after'))).toBeLessThanOrEqual(2);
    for (let count = 0; count < 4; count += 1) expect((await edit(interaction)).status).toBe(200);
    const refused = await edit(interaction);
    expect(refused).toMatchObject({ status: 429, body: { global: false } });
    expect(refused.body.retry_after).toBeLessThanOrEqual(2);
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'retry-after': expect.stringMatching(/^[12]$/) as string,
      'x-ratelimit-scope': 'user',
    });
    expect((await edit(other)).status).toBe(200);
    expect(it.discord.invalidRequests).toBe(1);
    for (let count = 0; count < 60; count += 1) await it.deferred();
    expect(it.discord.calls.filter((call) => call.status === 429)).toHaveLength(1);
  });

  it('limits what the bot sends to 5 in 5 s a channel and all it asks to 50 a second', async () => {
    await using it = await aDiscord({ rateLimits: true });
    const post = (id: string) =>
      it.api('POST', `/channels/${id}/messages`, { body: { content: 'x' } });
    const others = Array.from({ length: 11 }, () => it.discord.addChannel(it.guild).id);
    for (let count = 0; count < 5; count += 1) expect((await post(it.channel.id)).status).toBe(200);
    expect((await post(it.channel.id)).headers.get('x-ratelimit-limit')).toBe('5');
    const burst = await Promise.all(
      others.flatMap((id) => Array.from({ length: 5 }, () => post(id))),
    );
    const refused = burst.find((answer) => answer.status === 429);
    expect(refused?.body.global).toBe(true);
    expect(refused?.headers.get('x-ratelimit-global')).toBe('true');
  });

  it('lets a fault meet as many requests as it was told, and no more', async () => {
    await using it = await aDiscord();
    const me = () =>
      it.api('GET', '/users/@me').then(
        (answer) => answer.status,
        () => 'cut',
      );
    it.discord.failNext({ route: /@me/, method: 'POST', status: 500 });
    it.discord.failNext({ route: /^\/users\/@me$/, status: 503, times: 2 });
    it.discord.failNext({ route: /@me/, after: 'before' });
    it.discord.failNext({ route: /@me/, delayMs: 30 });
    expect([await me(), await me(), await me()]).toEqual([503, 503, 'cut']);
    const started = performance.now();
    expect(await me()).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(25);
    expect(it.takeViolations()).toEqual([]);
  });
});

describe('an injected answer', () => {
  it('is sent as it was given, with one content type', async () => {
    await using it = await aDiscord();
    const headers = { 'content-type': 'text/html' };
    it.discord.failNext({ route: /gateway/, status: 413, body: '<html>', headers });
    const answer = await fetch(`${it.discord.apiUrl}/v10/gateway`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([413, 'text/html']);
    expect(await answer.text()).toBe('<html>');
  });
});

describe('the CDN', () => {
  it('serves signed links, in parts if asked, until they run out', async () => {
    await using it = await aDiscord();
    const { url } = it.discord.uploadCdn(Buffer.from('0123456789'), { filename: 'a.mp4' });
    const get = (range?: string) => fetch(url, range === undefined ? {} : { headers: { range } });
    expect(url).toContain(`${new URL(it.discord.apiUrl).origin}/ephemeral-attachments/`);
    const whole = await get();
    expect(whole.headers.get('content-type')).toBe('video/mp4');
    expect(await whole.text()).toBe('0123456789');
    const part = await get('bytes=2-4');
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 2-4/10']);
    expect(await part.text()).toBe('234');
    expect(await (await get('bytes=-3')).text()).toBe('789');
    expect((await get('bytes=10-')).status).toBe(416);
    expect((await fetch(url.split('?')[0] ?? '')).status).toBe(404);
    expect((await fetch(url.replace(/ex=\w+/, 'ex=7fffffff'))).status).toBe(404);
    it.clock.now += 24 * 3_600_000;
    expect((await get()).status).toBe(404);
  });

  it('gives a message fresh links each time it is read', async () => {
    await using it = await aDiscord();
    const path = `/channels/${it.channel.id}/messages`;
    const body = { flags: V2, components: [gallery('a.mp4')] };
    const sent = await it.api('POST', path, { body, files: [aFile('a.mp4')] });
    const url = (message: JsonObject) =>
      (message.components as { items: { media: { url: string } }[] }[])[0]?.items[0]?.media.url ??
      '';
    it.clock.now += 25 * 3_600_000;
    expect((await fetch(url(sent.body))).status).toBe(404);
    const read = await it.api('GET', `${path}/${String(sent.body.id)}`);
    expect((await fetch(url(read.body))).status).toBe(200);
    expect([sent.body.attachments, read.body.attachments]).toEqual([[], []]);
  });
});

describe('a message in plain text', () => {
  it('reads as a person reads it', async () => {
    await using it = await aDiscord();
    const now = it.clock.now / 1000;
    const components = [
      {
        type: 17,
        components: [
          text(
            `**Hi** <@${it.user.id}> \\*not bold\\* \`a\\*b\` <t:${now + 12}:R> <t:${now - 7200}:R>`,
          ),
          { type: 14 },
          { type: 9, components: [text(`at <t:${now}:t>`)], accessory: button('a') },
          gallery('a.mp4', 'b.png'),
          row(button('b', { disabled: true }), {
            type: 2,
            style: 5,
            label: 'Web',
            url: 'https://e.com/',
          }),
        ],
      },
    ];
    const interaction = it.discord.command(it.use);
    await it.callback(interaction, { type: 5 });
    expect(it.discord.text(await interaction.message())).toBe('showrunner is thinking…');
    await it.api('PATCH', it.original(interaction), {
      body: { flags: V2, components, allowed_mentions: { parse: [] } },
      files: [aFile('a.mp4', 1_300_000), aFile('b.png', 2048)],
    });
    expect(it.discord.text(await interaction.message()).split('\n')).toEqual([
      '**Hi** @Ada *not bold* `a\\*b` in 12 seconds 2 hours ago',
      '────────────────────────',
      'at 9:30 AM',
      '[ Go ]',
      '[video a.mp4 1.2 MB]',
      '[image b.png 2.0 KB]',
      '( Go ) [ Web ] <https://e.com/>',
    ]);
  });

  it('shows content, embeds and files of the older kind too', async () => {
    await using it = await aDiscord();
    const sent = await it.api('POST', `/channels/${it.channel.id}/messages`, {
      body: { content: 'look', embeds: [{ title: 'T', fields: [{ name: 'a', value: 'b' }] }] },
      files: [aFile('a.txt')],
    });
    expect(it.discord.text(sent.body)).toBe('look\nT\na: b\n[file a.txt 10 B]');
  });
});
