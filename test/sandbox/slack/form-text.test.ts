import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import { viewText } from '../../../sandbox/slack/messages/text.ts';
import { openModal } from '../../../sandbox/slack/views/views.ts';
import { aSlackApp } from './deliveries/support.ts';

const label = (text: string) => ({ type: 'plain_text', text });
const option = (value: string, text: string) => ({ value, text: label(text) });
const LENGTHS = [option('5', '5 seconds'), option('8', '8 seconds')];
const SHAPES = [option('16:9', 'Wide'), option('9:16', 'Tall')];
const input = (name: string, element: JsonObject) => ({
  type: 'input',
  block_id: name,
  label: label(name),
  optional: true,
  element: { ...element, action_id: name },
});

describe('a form that is read', () => {
  it('shows what the app proposed until the person sets it', async () => {
    await using app = await aSlackApp();
    const blocks = [
      input('Words', { type: 'plain_text_input', placeholder: label('Say something') }),
      input('Length', { type: 'static_select', options: LENGTHS, initial_option: LENGTHS[0] }),
      input('Shape', { type: 'radio_buttons', options: SHAPES }),
      input('Place', { type: 'conversations_select', initial_conversation: app.channel.id }),
      input('Picture', { type: 'file_input' }),
      input('Again', { type: 'checkboxes', options: [option('yes', 'Next time')] }),
    ];
    const form = openModal(app.world, {
      workspaceId: app.workspace.id,
      userId: app.person.id,
      view: { type: 'modal', title: label('Ask'), submit: label('Go'), blocks },
    });
    expect(viewText(app.world, form).split('\n')).toEqual([
      ...['# Ask', 'Words: [ Say something ]', 'Length: [ 5 seconds ]', 'Shape: ( ) Wide ( ) Tall'],
      ...['Place: [ #films ]', 'Picture: [ Choose files ]', 'Again: ( ) Next time', '[ Go ]'],
    ]);
    app.person.fill(form, {
      Words: 'a *cat*',
      Length: '8',
      Shape: '9:16',
      Again: ['yes'],
      Picture: [{ name: 'cat.png', bytes: new Uint8Array(1) }],
    });
    expect(viewText(app.world, form).split('\n')).toEqual([
      ...['# Ask', 'Words: [ a *cat* ]', 'Length: [ 8 seconds ]', 'Shape: ( ) Wide (x) Tall'],
      ...['Place: [ #films ]', 'Picture: [ cat.png ]', 'Again: (x) Next time', '[ Go ]'],
    ]);
  });
});
