import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { aDiscord, type ADiscord, type JsonObject } from './support.ts';

describe('the gateway', () => {
  async function connect(it: ADiscord, query = '?v=10&encoding=json') {
    const socket = new WebSocket(
      `${it.discord.apiUrl.replace('http', 'ws').replace('/api', '')}/${query}`,
    );
    const received: JsonObject[] = [];
    socket.on('message', (data: Buffer) =>
      received.push(JSON.parse(data.toString()) as JsonObject),
    );
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('open', resolve));
    const until = async (what: (event: JsonObject) => boolean) => {
      for (;;) {
        const event = received.find(what);
        if (event !== undefined) return event;
        await new Promise((resolve) => socket.once('message', resolve));
      }
    };
    const say = (op: number, d: unknown) => {
      socket.send(JSON.stringify({ op, d }));
    };
    const identify = (more: JsonObject = {}) => {
      say(2, { token: it.discord.token, intents: 0, properties: {}, ...more });
    };
    return { socket, received, closed, until, say, identify };
  }
  const named = (name: string) => (event: JsonObject) => event.t === name;

  it.each<[string, number, JsonObject]>([
    ['a wrong token', 4004, { token: 'x' }],
    ['privileged intents', 4014, { intents: 1 << 15 }],
    ['unknown intents', 4013, { intents: 1 << 28 }],
    ['a shard that is none', 4010, { shard: [1, 1] }],
  ])('closes on %s', async (_, code, more) => {
    await using it = await aDiscord();
    const client = await connect(it);
    client.identify(more);
    expect(await client.closed).toBe(code);
    expect(it.takeViolations()).toHaveLength(1);
  });

  it('greets, beats, and tells of servers only those who ask', async () => {
    await using it = await aDiscord();
    const plain = await connect(it);
    const curious = await connect(it);
    expect(await plain.until((event) => event.op === 10)).toMatchObject({
      d: { heartbeat_interval: 41_250 },
    });
    plain.say(1, null);
    expect(await plain.until((event) => event.op === 11)).toBeDefined();
    plain.identify();
    curious.identify({ intents: 1 });
    expect((await plain.until(named('READY'))).d).toMatchObject({
      guilds: [{ id: it.guild.id, unavailable: true }],
      application: { id: it.discord.applicationId },
    });
    await curious.until(named('GUILD_CREATE'));
    it.discord.kickBot(it.guild);
    await curious.until(named('GUILD_DELETE'));
    expect(plain.received.filter((event) => event.op === 0)).toHaveLength(1);
  });

  it('gives an interaction to one session of its shard', async () => {
    await using it = await aDiscord();
    const shardOf = Number((BigInt(it.guild.id) >> 22n) % 2n);
    const clients = [];
    for (const shard of [0, 1, shardOf]) {
      const client = await connect(it);
      client.identify({ shard: [shard, 2] });
      await client.until(named('READY'));
      clients.push(client);
    }
    const [shard0, , second] = clients;
    it.discord.command(it.use);
    await second?.until(named('INTERACTION_CREATE'));
    it.discord.directMessages(it.user);
    const inPrivate = it.discord.command({
      user: it.user,
      name: 'video',
      options: { prompt: 'x' },
    });
    const zero = shardOf === 0 ? second : shard0;
    await zero?.until((event) => (event.d as JsonObject | null)?.id === inPrivate.id);
    const all = clients.flatMap((client) => client.received.filter(named('INTERACTION_CREATE')));
    expect(all).toHaveLength(2);
  });

  it('gives it to every session when it is as careless as the real one', async () => {
    await using it = await aDiscord({ everySession: true });
    const clients = [await connect(it), await connect(it)];
    for (const client of clients) client.identify();
    await Promise.all(clients.map((client) => client.until(named('READY'))));
    it.discord.command(it.use);
    await Promise.all(clients.map((client) => client.until(named('INTERACTION_CREATE'))));
  });

  it('replays after the last sequence number, and not to a session that is over', async () => {
    await using it = await aDiscord();
    const first = await connect(it);
    first.identify();
    const ready = await first.until(named('READY'));
    const session = (ready.d as JsonObject).session_id;
    const received = it.discord.command(it.use);
    const event = await first.until(named('INTERACTION_CREATE'));
    first.socket.close(4000);
    await first.closed;
    const missed = it.discord.command(it.use);

    const second = await connect(it);
    second.say(6, { token: it.discord.token, session_id: session, seq: event.s });
    await second.until(named('RESUMED'));
    const ids = second.received
      .filter(named('INTERACTION_CREATE'))
      .map((x) => (x.d as JsonObject).id);
    expect(ids).toEqual([missed.id]);
    it.discord.replay(received);
    await second.until((x) => (x.d as JsonObject | null)?.id === received.id);

    it.discord.gateway.invalidSession(false);
    expect(await second.until((x) => x.op === 9)).toMatchObject({ d: false });
    const third = await connect(it);
    third.say(6, { token: it.discord.token, session_id: session, seq: 1 });
    expect(await third.until((x) => x.op === 9)).toMatchObject({ d: false });
  });
});
