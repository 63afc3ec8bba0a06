import { describe, expect, it, vi } from 'vitest';
import { openWorld } from '../../support/e2e/harness/session.ts';
import type { CommandUse, DiscordInteraction, World } from '../../support/e2e/harness/session.ts';
import { patience } from '../../support/patience.ts';

const MINUTE = 60_000;
/** Real time. */
const SOON = { timeout: patience(15_000), interval: 5 };
const QUICK = 'a spark';
/** Longer than an interaction can be answered, and than the provider's patience. */
const TWENTY_MINUTES = {
  renderMs: ({ prompt = '' }) => (prompt === QUICK ? 1_000 : 20 * MINUTE),
};

describe('A render of twenty minutes', () => {
  it('ends in the message of its command, long after that could be answered', async () => {
    await using world = await openWorld({ provider: TWENTY_MINUTES });
    const interaction = world.create();
    const { id } = await interaction.message();
    const overdue = await world.comesTo(interaction, /△ Slower than usual/);
    expect(overdue).toContain('180 credits on hold');
    expect(minutesSince(world, interaction)).toBeGreaterThanOrEqual(15);
    const text = await world.end(interaction);
    expect(minutesSince(world, interaction)).toBeGreaterThanOrEqual(20);
    expect(text).toContain('Your video is ready');
    expect(text).toContain('180 credits · ');
    expect(interaction.messageId).toBe(id);
    expect(world.videosOf(interaction)).toHaveLength(1);
    expect(editsOf(world, interaction).at(-1)).toBe('bot');

    const next = world.create({ options: { prompt: QUICK } });
    expect(await world.end(next)).toContain('Your video is ready');
    expect(world.seen()).toHaveLength(2);
    await world.expectInOrder();
  });

  it('ends there, too, when Discord forgets the interaction early, and the bot keeps its rights', async () => {
    await using world = await openWorld({ provider: { renderMs: 2 * MINUTE } });
    const interaction = world.create();
    await world.shown(interaction, /Rendering/);
    world.chat.expireToken(interaction);
    expect(await world.end(interaction)).toContain('Your video is ready');
    expect(world.videosOf(interaction)).toHaveLength(1);
    const refused = world.chat.calls.filter((it) => it.status === 401);
    expect(refused).toHaveLength(1);
    // The next one needs the token of the bot, as it was before that refusal.
    const next = world.create({ options: { prompt: 'and one more' } });
    await world.shown(next, /Rendering/);
    world.chat.expireToken(next);
    expect(await world.end(next)).toContain('Your video is ready');
    await world.expectInOrder({ but: [TOKEN_EXPIRED] });
  });

  it('is looked at at once when somebody presses Check now', async () => {
    await using world = await openWorld();
    const interaction = world.create({ options: { prompt: 'a glacier !verySlow' } });
    await world.shown(interaction, /Rendering/);
    passMinutes(world, 16);
    await world.comesTo(interaction, /△ Slower than usual/);
    const [task] = world.provider.creates;
    const looks = () => world.provider.statusCalls.get(task?.taskId ?? '') ?? 0;

    const before = looks();
    const press = world.press(interaction, 'Check now');
    const answer = await press.waitForMessage((it) => it.id !== interaction.messageId);
    expect(world.chat.text(answer)).toContain('Checking with happyhorse.app.');
    await vi.waitUntil(() => looks() > before, SOON);

    await world.provider.finish(task?.taskId ?? '');
    world.press(interaction, 'Check now');
    expect(await world.shown(interaction, /Your video is ready/)).toContain('180 credits · ');
    await world.hurried((rest) => rest());
    await world.expectInOrder();
  });
});

describe('A render of twenty minutes in a message that only its command can change', () => {
  const places: readonly (readonly [string, (world: World) => Partial<CommandUse>])[] = [
    ['that is private', () => ({ options: { private: true } })],
    ['of an app that its person installed', ({ chat, ada }) => installedByPerson(chat, ada)],
  ];

  it.each(places)('comes into it when Refresh is pressed: one %s', async (_which, use) => {
    await using world = await openWorld({ provider: TWENTY_MINUTES });
    const { interaction, seen } = await createIn(world, use(world));
    const waiting = await world.shown(interaction, /Rendering/);
    expect(waiting).toMatch(/Updates until .* After that, press “Refresh”/);
    passMinutes(world, 16);
    await world.hurried(() => vi.waitUntil(() => isOverdue(world), SOON));
    expect(world.textOf(interaction)).not.toContain('△ Slower than usual');

    world.press(interaction, 'Refresh');
    await world.shown(interaction, /△ Slower than usual/);
    expect(await world.end(interaction)).toContain('Your video is ready');
    expect(world.videosOf(interaction)).toHaveLength(1);
    expect(seen()).toHaveLength(1);
    await world.expectInOrder();
  });

  it.each(places)('comes as a direct message when nobody presses: one %s', async (_which, use) => {
    await using world = await openWorld({ provider: TWENTY_MINUTES });
    const { chat, ada } = world;
    const { interaction, seen } = await createIn(world, use(world));
    await world.shown(interaction, /Rendering/);
    passMinutes(world, 16);
    await world.hurried((rest) => rest());
    const [direct, ...more] = seen().filter((it) => it.id !== interaction.messageId);
    expect(more).toEqual([]);
    expect(direct?.channelId).toBe(chat.directMessages(ada).id);
    expect(direct?.attachments.map((it) => it.contentType)).toEqual(['video/mp4']);
    const text = chat.text(chat.messages.json(direct?.id ?? ''));
    expect(text).toContain('Your video is ready');
    expect(text).toContain('180 credits · ');
    expect(text).toContain('Sent here because');
    await world.expectInOrder();
  });
});

const TOKEN_EXPIRED = 50_027;

/** Of a space of one's own nobody is an admin: Ada says there herself that she is not asked first. */
async function createIn(world: World, place: Partial<CommandUse>) {
  const options = { confirm_over: 'never' };
  const said = world.command({ ...place, name: 'video', subcommand: 'settings', options });
  await world.shown(said, /right away/);
  const interaction = world.create(place);
  return { interaction, seen: () => world.seen().filter((it) => it.id !== said.messageId) };
}

function installedByPerson(chat: World['chat'], ada: World['ada']): Partial<CommandUse> {
  const guild = chat.addGuild({ name: 'Elsewhere', botIsMember: false });
  return { guild, channel: chat.addChannel(guild), integrationOwners: { '1': ada.id } };
}

function minutesSince(world: World, interaction: DiscordInteraction): number {
  const [first] = world.chat.messages.history(interaction.messageId ?? '');
  return (world.clock.now().getTime() - (first?.at ?? 0)) / MINUTE;
}

/** At once: nobody does anything meanwhile, as when everything is late. */
function passMinutes({ clock }: World, minutes: number): void {
  clock.skipTo(new Date(clock.now().getTime() + minutes * MINUTE));
}

async function isOverdue({ database }: World): Promise<boolean> {
  return (await database.sql`select 1 from jobs where status = 'overdue'`).length > 0;
}

/** By whose rights the message was changed, from the first to the last time. */
function editsOf({ chat }: World, { messageId }: DiscordInteraction): ('bot' | 'command')[] {
  return chat.calls
    .filter((it) => it.method === 'PATCH' && it.status === 200)
    .map((it) => (it.route.endsWith(`/messages/${messageId ?? ''}`) ? 'bot' : 'command'));
}
