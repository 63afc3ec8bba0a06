import { describe, expect, it } from 'vitest';
import { openModal } from '../../../../sandbox/slack/views/views.ts';
import type { JsonObject } from '../../../../sandbox/shared/json.ts';
import { aSlackApp, type ASlackApp } from './support.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain(value), value });
const input = (id: string, element: JsonObject, more: JsonObject = {}) => ({
  type: 'input',
  block_id: id,
  label: plain(id),
  element: { action_id: `${id}-field`, ...element },
  ...more,
});
const prompt = input('prompt', { type: 'plain_text_input', max_length: 20 });
const optional = { optional: true };

const FORM: readonly JsonObject[] = [
  prompt,
  input('seconds', { type: 'number_input', is_decimal_allowed: false, max_value: '15' }, optional),
  input(
    'quality',
    {
      type: 'static_select',
      options: [option('std'), option('pro')],
      initial_option: option('std'),
    },
    { ...optional, dispatch_action: true },
  ),
  input('sound', { type: 'checkboxes', options: [option('on')] }, optional),
  input('shape', { type: 'radio_buttons', options: [option('16:9'), option('9:16')] }, optional),
  input('images', { type: 'file_input', filetypes: ['png', 'jpg'], max_files: 2 }, optional),
];

function view(blocks: readonly JsonObject[] = [prompt], more: JsonObject = {}): JsonObject {
  return {
    type: 'modal',
    callback_id: 'ask',
    title: plain('Ask'),
    submit: plain('Go'),
    blocks,
    ...more,
  };
}

function modalOf(it: ASlackApp, ...given: Parameters<typeof view>) {
  const { world, workspace, person } = it;
  return openModal(world, { workspaceId: workspace.id, userId: person.id, view: view(...given) });
}

const png = (name = 'cat.png', size = 10) => ({ name, bytes: new Uint8Array(size) });

describe('a form', () => {
  it('is sent with everything in it, set or proposed', async () => {
    await using it = await aSlackApp();
    const modal = modalOf(it, FORM, { private_metadata: 'C1' });
    const submitted = await it.person.submit(modal, {
      'prompt-field': 'a cat',
      seconds: 5,
      sound: ['on'],
      shape: '9:16',
      images: [png()],
    });
    expect(submitted.end).toEqual({ status: 'closed' });
    expect(it.received[0]?.payload).toMatchObject({
      type: 'view_submission',
      user: { id: it.person.id },
      view: {
        id: modal.id,
        callback_id: 'ask',
        private_metadata: 'C1',
        state: {
          values: {
            prompt: { 'prompt-field': { type: 'plain_text_input', value: 'a cat' } },
            seconds: { 'seconds-field': { type: 'number_input', value: '5' } },
            quality: { 'quality-field': { selected_option: { value: 'std' } } },
            sound: { 'sound-field': { selected_options: [{ value: 'on' }] } },
            shape: { 'shape-field': { selected_option: { value: '9:16' } } },
            images: { 'images-field': { files: [{ name: 'cat.png', mimetype: 'image/png' }] } },
          },
        },
      },
    });
    expect(it.person.modal).toBeNull();
    expect(it.takeViolations()).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['nothing where something must be', {}, '"prompt-field" is required'],
    ['too many characters', { prompt: 'x'.repeat(21) }, 'takes 20 characters or fewer'],
    ['two lines where one is asked for', { prompt: 'a\nb' }, 'takes one line'],
    ['half a second', { prompt: 'x', seconds: 1.5 }, 'whole number'],
    ['too great a number', { prompt: 'x', seconds: '16' }, 'takes 15 or less'],
    ['what is not offered', { prompt: 'x', shape: '1:1' }, 'does not offer "1:1"'],
    ['a file of another kind', { prompt: 'x', images: [png('cat.gif')] }, 'does not take cat.gif'],
    ['three files', { prompt: 'x', images: [png(), png(), png()] }, 'takes 2 files'],
    ['a huge file', { prompt: 'x', images: [png('a.png', 10_000_001)] }, 'is too large'],
    ['a field that is not there', { prompt: 'x', style: 'noir' }, 'no field "style"'],
  ])('is not sent with %s', async (_, values, reason) => {
    await using it = await aSlackApp();
    const modal = modalOf(it, FORM);
    await expect(it.person.submit(modal, values as { prompt: string })).rejects.toThrow(reason);
    expect(it.received).toEqual([]);
  });

  it('tells the app at once of what it wants to hear at once', async () => {
    await using it = await aSlackApp();
    const modal = modalOf(it, FORM);
    it.person.fill(modal, { prompt: 'a cat' });
    await it.person.choose(modal, 'quality', 'pro');
    expect(it.received[0]?.payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: modal.id },
      view: { hash: modal.hash },
      state: { values: { prompt: { 'prompt-field': { value: 'a cat' } } } },
      actions: [{ type: 'static_select', block_id: 'quality', selected_option: { value: 'pro' } }],
    });
    expect(it.received[0]?.payload).not.toHaveProperty('response_url');
    const choosing = it.person.choose(modal, 'prompt', 'b');
    await expect(choosing).rejects.toThrow('before it is submitted');
  });

  it('belongs to one person, and only the one on top can be reached', async () => {
    await using it = await aSlackApp();
    const modal = modalOf(it);
    await expect(it.other.submit(modal, { prompt: 'x' })).rejects.toThrow('someone else');
    it.answer(() => ({ body: { response_action: 'push', view: view() } }));
    await it.person.submit(modal, { prompt: 'x' });
    await expect(it.person.submit(modal, { prompt: 'x' })).rejects.toThrow('not on top');
  });
});

describe('the answer to a form', () => {
  it('may name what is wrong and leave it open', async () => {
    await using it = await aSlackApp();
    const modal = modalOf(it);
    it.answer(() => ({ body: { response_action: 'errors', errors: { prompt: 'Too bold.' } } }));
    const { end } = await it.person.submit(modal, { prompt: 'x' });
    expect(end).toEqual({ status: 'errors', errors: { prompt: 'Too bold.' } });
    expect(it.person.modal).toBe(modal);
    it.answer(() => ({}));
    await it.person.submit(modal);
    expect(it.received[1]?.payload).toMatchObject({
      view: { state: { values: { prompt: { 'prompt-field': { value: 'x' } } } } },
    });
    expect(it.takeViolations()).toEqual([]);
  });

  it('may change it, and what was filled in stays', async () => {
    await using it = await aSlackApp();
    const modal = modalOf(it);
    const before = modal.hash;
    const changed = view([prompt, input('why', { type: 'plain_text_input' }, optional)]);
    it.answer(() => ({ body: { response_action: 'update', view: changed } }));
    const submitted = await it.person.submit(modal, { prompt: 'x' });
    expect(submitted.end.status).toBe('updated');
    expect(await submitted.modal()).toBe(modal);
    expect(modal.hash).not.toBe(before);
    expect(modal.values.prompt).toMatchObject({ 'prompt-field': { value: 'x' } });
  });

  it('may push others on top, three in all, and clear them', async () => {
    await using it = await aSlackApp();
    const first = modalOf(it);
    it.answer(() => ({ body: { response_action: 'push', view: view() } }));
    const { end } = await it.person.submit(first, { prompt: 'x' });
    const second = it.person.modal;
    expect(end).toEqual({ status: 'pushed', view: second });
    expect(second).toMatchObject({ rootViewId: first.id, previousViewId: first.id });
    await it.person.submit(second!, { prompt: 'x' });
    const fourth = await it.person.submit(it.person.modal!, { prompt: 'x' });
    expect(fourth.end.status).toBe('failed');
    expect(it.takeViolations()).toEqual(['more than 3 modals on top of each other']);
    it.answer(() => ({ body: { response_action: 'clear' } }));
    await it.person.submit(it.person.modal!);
    expect(it.person.modal).toBeNull();
  });

  it('closes the one on top and shows the one below', async () => {
    await using it = await aSlackApp();
    const first = modalOf(it);
    it.answer(() => ({ body: { response_action: 'push', view: view() } }));
    await it.person.submit(first, { prompt: 'x' });
    it.answer(() => ({}));
    await it.person.submit(it.person.modal!, { prompt: 'x' });
    expect(it.person.modal).toBe(first);
  });

  it.each<[string, JsonObject | string, RegExp]>([
    [
      'errors of a block that is not there',
      { response_action: 'errors', errors: { x: 'y' } },
      /input blocks/,
    ],
    ['no errors', { response_action: 'errors', errors: {} }, /input blocks/],
    ['a view that is none', { response_action: 'update', view: { type: 'modal' } }, /blocks/],
    ['no view', { response_action: 'push' }, /no view/],
    ['an unknown action', { response_action: 'explode' }, /no response_action explode/],
    ['something else', { ok: true }, /no response_action/],
    ['plain words', 'fine', /no JSON/],
  ])('fails before the person with %s', async (_, body, reason) => {
    await using it = await aSlackApp();
    const modal = modalOf(it);
    it.answer(() => ({ body }));
    const { end } = await it.person.submit(modal, { prompt: 'x' });
    expect(end.status).toBe('failed');
    expect(it.person.modal).toBe(modal);
    expect(it.takeViolations()).toEqual([expect.stringMatching(reason)]);
  });

  it('that does not come in time leaves the form open', async () => {
    await using it = await aSlackApp({ speed: 100 });
    const modal = modalOf(it);
    it.answer(() => 'silence');
    const submitted = await it.person.submit(modal, { prompt: 'x' });
    expect(submitted).toMatchObject({ error: 'operation_timeout', end: { status: 'failed' } });
    expect(it.person.modal).toBe(modal);
    expect(it.takeViolations()).toEqual(['not acknowledged within 3000 ms']);
  });
});

describe('closing a form', () => {
  it('is told to an app that asked to be told', async () => {
    await using it = await aSlackApp();
    expect(await it.person.close(modalOf(it))).toBeNull();
    const modal = modalOf(it, [prompt], { notify_on_close: true });
    await it.person.close(modal);
    expect(it.received.map((one) => one.payload)).toMatchObject([
      { type: 'view_closed', is_cleared: false, view: { id: modal.id } },
    ]);
    expect(it.received[0]?.payload).not.toHaveProperty('trigger_id');
    expect(it.person.modal).toBeNull();
  });
});
