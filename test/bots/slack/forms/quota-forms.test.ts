import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aForm } from '../../../support/forms.ts';
import { wordingOf } from '../../../../src/bots/slack/wording.ts';
import { msg } from '../../../../src/core/messages/domain/message.ts';
import type { ViewRecord } from '../../../../sandbox/slack/world.ts';
import { QUOTA_COMMANDS } from '../../../../src/core/commands/domain/catalogue/quota.ts';
import type { AdminAct } from '../../../../src/core/chat/domain/admin-command.ts';
import { refusedReply } from '../../../../src/core/messages/domain/reply.ts';
import { refOf, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { patience } from '../../../support/patience.ts';
import { FILLED } from './quota-filled.ts';

let bot: Bot;
let boss: Bot['ada'];
beforeEach(async () => {
  bot = await startBot();
  boss = bot.workspace.addPerson({ name: 'Grace', admin: true });
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
  expect(bot.emulator.pings).toEqual([]);
});

const quota = (text: string, by = boss) => by.command('/quota', text, { channel: bot.channel });

const opened = async (text: string, by = boss) => (await quota(text, by)).modal();

const blocksOf = (view: ViewRecord) =>
  view.view.blocks as { block_id?: string; element?: Record<string, unknown> }[];

const fieldsOf = (view: ViewRecord) =>
  blocksOf(view).flatMap((it) => (it.element === undefined ? [] : [it.block_id ?? '']));

function actOf(index = 0): AdminAct {
  const command = bot.asks[index]?.command;
  if (command?.type !== 'admin') throw new Error(`It was ${command?.type ?? 'nothing'}.`);
  return command.act;
}

describe('/quota', () => {
  it('is asked as it was typed, by whom, and where', async () => {
    const act = await quota(`set <@${bot.ada.id}|ada> 500/week because she asked`);
    expect(act.error).toBeNull();
    const interaction = await bot.answered(1);
    expect(interaction.requester).toMatchObject({
      admin: true,
      channel: bot.channel.id,
      person: { id: boss.id, name: 'Grace' },
    });
    expect(actOf()).toEqual({
      act: 'set',
      reason: 'she asked',
      for: { kind: 'person', id: bot.ada.id },
      change: { allowance: { kind: 'credits', credits: 500, per: 'week' } },
    });
    expect(refOf(interaction)).toMatchObject({ kind: 'command', private: false });
  });

  it('is answered for the admin alone', async () => {
    bot.core.answer = (interaction) =>
      bot.platform.reply(
        interaction.message,
        refusedReply('No.'),
        AbortSignal.timeout(patience(5_000)),
      );
    const act = await quota('audit');
    expect(bot.emulator.text(await act.ephemeral())).toBe('No.');
    expect(bot.emulator.messages(bot.channel)).toEqual([]);
  });

  it('that is not understood changes nothing, and says how it is typed', async () => {
    const said = bot.emulator.text(await (await quota('set ada 500')).ephemeral());
    expect(said).toContain('No person or group named “ada”.');
    expect(said).toContain('Example: /quota set @person 500/week');
    expect(said).toContain('Nothing changed');
    expect(bot.asks).toEqual([]);
  });

  it('tells all there is with help', async () => {
    const said = bot.emulator.text(await (await quota('help')).ephemeral());
    for (const act of ['set', 'pool', 'grant', 'timezone', 'unlink']) {
      expect(said).toContain(`/quota ${act}`);
    }
    expect(bot.asks).toEqual([]);
  });
});

describe('the form for admins', () => {
  it.each(QUOTA_COMMANDS.filter((it) => it.bare !== true).map((it) => it.name))(
    'opens for /quota %s',
    async (name) => {
      const view = await opened(name);
      expect(view.view.callback_id).toBe(`quota_${name}`);
      expect(bot.asks).toEqual([]);
    },
  );

  /** With the id of the channel, where one is meant. */
  const atFilms = (values: Record<string, string | string[]>) =>
    'channel' in values ? { ...values, channel: bot.channel.id } : values;

  it('sends off what each is filled with', async () => {
    const ids = { 'of Ada': bot.ada.id, 'of films': bot.channel.id };
    const real = (value: unknown): unknown =>
      JSON.parse(
        Object.entries(ids).reduce(
          (text, [name, id]) => text.replaceAll(name, id),
          JSON.stringify(value),
        ),
      );
    for (const [index, [act, values, expected]] of FILLED.entries()) {
      const view = await opened(act);
      const { end } = await boss.submit(view, real(values) as typeof values);
      expect([act, end]).toEqual([act, { status: 'cleared' }]);
      const interaction = await bot.answered(index + 1);
      expect(actOf(index)).toEqual(real(expected));
      expect(interaction.requester).toMatchObject({ admin: true, channel: bot.channel.id });
      expect(refOf(interaction)).toMatchObject({
        kind: 'form',
        channelId: bot.channel.id,
        private: false,
      });
      expect(refOf(interaction).responseUrl).toContain(bot.emulator.url);
    }
  });

  it.each<readonly [string, Record<string, string | string[]>, string, string]>([
    ['set', {}, 'limit', 'Choose what to set: Limit, Max credits per video or Videos at once.'],
    ['set', { limit: 'week' }, 'credits', 'Fill in Credits.'],
    ['set', { credits: '5' }, 'limit', 'Choose a period for these credits: day, week or month.'],
    ['set', { limit: 'none', credits: '5' }, 'credits', 'Use Credits or “No credits”, not both.'],
    [
      'set',
      { per_job: '5', reset: ['per_job'] },
      'per_job',
      'Enter a number or reset it, not both.',
    ],
    ['admins', { change: 'add' }, 'who', 'Fill in Person.'],
    ['words', { change: 'add' }, 'word', 'Fill in Word or phrase.'],
    ['model', { change: 'deny' }, 'model', 'Fill in Model.'],
    ['revoke', { grant: 'two words' }, 'grant', 'must be one word'],
    ['link', { code: 'two words' }, 'code', 'Code must be one word'],
    ['inbox', { channel: 'of films', off: ['off'] }, 'channel', 'not both'],
  ])('says what is wrong with that for %s filled with %j', async (act, values, field, words) => {
    const { end } = await boss.submit(await opened(act), atFilms(values));
    expect(end).toEqual({
      status: 'errors',
      errors: { [field]: expect.stringContaining(words) as string },
    });
    expect(bot.asks).toEqual([]);
  });

  it('says what is wrong in the language that it is in', async () => {
    bot.core.form = () => Promise.resolve(aForm({ language: 'de' }));
    const { end } = await boss.submit(await opened('set'), { limit: 'week' });
    const words = msg('commands.missing', { field: msg('credits.credits') });
    expect(end).toMatchObject({ errors: { credits: wordingOf('de').text(words) } });
  });

  it('is for a person or a group, not both', async () => {
    const editors = bot.workspace.addUserGroup({ handle: 'editors' });
    const view = await opened('show');
    const both = await boss.submit(view, { who: bot.ada.id, group: editors.id });
    expect(both.end).toMatchObject({ status: 'errors' });
    await boss.submit(view, { who: null });
    await bot.answered(1);
    expect(actOf()).toEqual({ act: 'show', of: { kind: 'role', id: editors.id } });
  });

  it('has the person who was named already', async () => {
    const view = await opened(`grant <@${bot.ada.id}>`);
    await boss.submit(view, { credits: '5' });
    await bot.answered(1);
    expect(actOf()).toMatchObject({ to: { kind: 'person', id: bot.ada.id } });
  });

  it('becomes another one at once, and keeps what was filled in', async () => {
    const view = await opened('');
    expect(fieldsOf(view)).toContain('limit');
    boss.fill(view, { reason: 'a big week' });
    await boss.choose(view, 'act', 'grant');
    await bot.emulator.until('the form', () => fieldsOf(view).includes('days') || undefined);
    expect(view.view.callback_id).toBe('quota_grant');
    await boss.submit(view, { credits: '50' });
    await bot.answered(1);
    expect(actOf()).toMatchObject({ act: 'grant', credits: 50, reason: 'a big week' });
  });

  it('is not taken for another one that has not come yet', async () => {
    const view = await opened('link');
    bot.emulator.failNext('views.update', { error: 'internal_error' });
    await boss.choose(view, 'act', 'audit');
    const { end } = await boss.submit(view);
    expect(end).toEqual({
      status: 'errors',
      errors: { act: expect.stringContaining('submit again') as string },
    });
    expect(bot.asks).toEqual([]);
  });

  it('offers the models there are, and is of another version when a field is missing', async () => {
    const view = await opened('model');
    const offered = blocksOf(view).find((it) => it.block_id === 'model')?.element;
    expect(offered).toMatchObject({ type: 'static_select' });
    view.view.blocks = blocksOf(view).filter((it) => it.block_id !== 'change');
    const { end } = await boss.submit(view, { model: 'one/model-1' });
    expect(end.status).toBe('updated');
    expect(bot.asks).toEqual([]);
  });

  it('has every time zone there is', async () => {
    const groups = blocksOf(await opened('timezone')).flatMap((it) => {
      const { option_groups: all = [] } = (it.element ?? {}) as {
        option_groups?: { options: { value: string }[] }[];
      };
      return all;
    });
    const zones = groups.flatMap((it) => it.options.map(({ value }) => value));
    expect(zones).toEqual(expect.arrayContaining([...Intl.supportedValuesOf('timeZone'), 'UTC']));
    expect(new Set(zones).size).toBe(zones.length);
  });

  it('says so when it cannot be opened', async () => {
    bot.emulator.failNext('views.open', { error: 'internal_error' });
    const act = await quota('pool');
    expect(bot.emulator.text(await act.ephemeral())).toContain("couldn't open the form in time");
  });
});

describe('somebody who is no admin', () => {
  it('is said to be none, by command and by form', async () => {
    await quota('grant team 1000', bot.ada);
    expect((await bot.answered(1)).requester).toMatchObject({
      person: { id: bot.ada.id },
      admin: false,
    });
    await bot.ada.submit(await opened('link', bot.ada));
    expect((await bot.answered(2)).requester.admin).toBe(false);
    expect(actOf(1)).toEqual({ act: 'link', code: null });
  });

  it('is none any more from the moment their rights were taken', async () => {
    await quota('grant team 1000');
    expect((await bot.answered(1)).requester.admin).toBe(true);
    boss.record.admin = false;
    await quota('grant team 1000');
    expect((await bot.answered(2)).requester.admin).toBe(false);
    const form = await opened('link');
    await boss.submit(form);
    expect((await bot.answered(3)).requester.admin).toBe(false);
  });

  it('is none while Slack does not say', async () => {
    bot.emulator.failNext('users.info', { error: 'internal_error' });
    await quota('grant team 1000');
    expect((await bot.answered(1)).requester.admin).toBe(false);
  });

  it('is not answered a second time for a request that is played again', async () => {
    const act = await quota('grant team 1000');
    await bot.answered(1);
    await bot.emulator.deliveries.replay(act.delivery);
    await quota('audit');
    await bot.answered(2);
    expect(bot.answers).toHaveLength(2);
  });
});
