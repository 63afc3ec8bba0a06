import { describe, expect, it } from 'vitest';
import { aSlack, modal, section } from './support.ts';

describe('modals', () => {
  it('open once for an act, and within three seconds of it', async () => {
    await using it = await aSlack();
    const open = (trigger: string) =>
      it.error('views.open', { trigger_id: trigger, view: modal() });
    const trigger = it.trigger();
    const late = it.trigger();
    await it.pass(3000);
    expect(await open(trigger)).toBeUndefined();
    expect(await open(trigger)).toBe('exchanged_trigger_id');
    await it.pass(1);
    expect(await open(late)).toBe('expired_trigger_id');
    expect(await open('1.2.3')).toBe('invalid_trigger_id');
    const other = it.slack.addWorkspace();
    expect(await open(it.trigger(other))).toBe('invalid_trigger_id');
    expect(it.takeViolations()).toHaveLength(4);
  });

  it('change by id and hash, and stack three deep', async () => {
    await using it = await aSlack();
    const { body } = await it.api('views.open', { trigger_id: it.trigger(), view: modal() });
    const first = body.view as { id: string; hash: string };
    const view = modal({ blocks: [section('Bye')], external_id: 'mine' });
    const update = (args: object) => it.api('views.update', { view, ...args });
    const updated = await update({ view_id: first.id, hash: first.hash });
    expect(updated.body.view).toMatchObject({ id: first.id, external_id: 'mine' });
    expect((await update({ view_id: first.id, hash: first.hash })).body.error).toBe(
      'hash_conflict',
    );
    expect((await update({ external_id: 'mine' })).body.ok).toBe(true);
    expect((await update({})).body.error).toBe('invalid_arguments');
    expect((await update({ view_id: 'V0NONE' })).body.error).toBe('not_found');
    const record = it.slack.world.views.get(first.id);
    expect(it.slack.text(record!)).toBe('# New video\nBye');

    const push = async (viewId: string | null) =>
      (await it.api('views.push', { trigger_id: it.trigger(it.workspace, viewId), view: modal() }))
        .body;
    expect((await push(null)).error).toBe('not_found');
    expect((await push(first.id)).view).toMatchObject({
      root_view_id: first.id,
      previous_view_id: first.id,
    });
    expect((await push(first.id)).ok).toBe(true);
    expect((await push(first.id)).error).toBe('push_limit_reached');
  });

  it.each([
    ['a long title', modal({ title: { type: 'plain_text', text: 'x'.repeat(25) } }), 'than 25'],
    ['too much in private', modal({ private_metadata: 'x'.repeat(3001) }), 'less than 3001'],
    ['101 blocks', modal({ blocks: Array.from({ length: 101 }, () => section('x')) }), 'than 100'],
    ['another type', modal({ type: 'home' }), 'must be modal'],
    [
      'fields and no way to send them',
      modal({
        blocks: [
          {
            type: 'input',
            label: { type: 'plain_text', text: 'Prompt' },
            element: { type: 'plain_text_input', action_id: 'prompt' },
          },
        ],
      }),
      '/view/submit',
    ],
  ])('with %s are refused, and the act is not used up', async (_, view, reason) => {
    await using it = await aSlack();
    const trigger = it.trigger();
    const { body } = await it.api('views.open', { trigger_id: trigger, view });
    expect(body.error).toBe('invalid_arguments');
    expect(JSON.stringify(body.response_metadata)).toContain(reason);
    expect(await it.error('views.open', { trigger_id: trigger, view: modal() })).toBeUndefined();
  });
});

describe('the home tab', () => {
  it('is published for one person and replaced by hash', async () => {
    await using it = await aSlack();
    const publish = async (text: string, hash?: string) =>
      (
        await it.api('views.publish', {
          user_id: it.person.id,
          view: { type: 'home', blocks: [section(text)] },
          ...(hash === undefined ? {} : { hash }),
        })
      ).body;
    const first = (await publish('one')).view as { id: string; hash: string };
    expect((await publish('two')).view).toMatchObject({ id: first.id });
    expect((await publish('three', first.hash)).error).toBe('hash_conflict');
    expect(it.slack.text(it.slack.world.views.get(first.id)!)).toBe('two');
    const args = { user_id: 'U0NOBODY', view: { type: 'home', blocks: [] } };
    expect(await it.error('views.publish', args)).toBe('invalid_arguments');
  });
});
