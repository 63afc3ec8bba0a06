import { describe, expect, it } from 'vitest';
import { actions, aSlack, button, section } from './support.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const long = (length: number) => 'x'.repeat(length);
const image = (more: object) => ({ type: 'image', alt_text: 'A cat', ...more });
const options = (count: number, text = 'One') =>
  Array.from({ length: count }, (_, index) => ({ text: plain(text), value: String(index) }));
const rich = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const select = (more: object) => ({
  type: 'static_select',
  action_id: 'pick',
  options: options(2),
  ...more,
});

describe('blocks', () => {
  it.each([
    ['51 blocks', Array.from({ length: 51 }, () => section('x')), 'no more than 50 items'],
    ['long section text', [section(long(3001))], 'less than 3001 characters'],
    ['an empty text', [section('')], 'more than 0 characters'],
    ['11 fields', [{ type: 'section', fields: Array(11).fill(plain('x')) }], 'no more than 10'],
    ['a long field', [{ type: 'section', fields: [plain(long(2001))] }], 'less than 2001'],
    ['an empty section', [{ type: 'section' }], 'at least one of text and fields'],
    ['a long header', [{ type: 'header', text: plain(long(151)) }], 'less than 151'],
    ['a header in mrkdwn', [{ type: 'header', text: section('x').text }], 'must be plain_text'],
    ['11 elements', [{ type: 'context', elements: Array(11).fill(plain('x')) }], 'no more than 10'],
    ['26 buttons', [actions(...Array.from({ length: 26 }, (_, n) => button(`${n}`)))], 'than 25'],
    ['no buttons', [actions()], 'at least 1'],
    ['one action twice', [actions(button('a'), button('a'))], 'action_id already exists'],
    [
      'one block_id twice',
      [section('x', { block_id: 'a' }), section('y', { block_id: 'a' })],
      'block_id',
    ],
    ['a long block_id', [section('x', { block_id: long(256) })], 'less than 256'],
    ['a long action_id', [actions(button(long(256)))], 'less than 256'],
    ['a long label', [actions(button('a', { text: plain(long(76)) }))], 'less than 76'],
    ['a long value', [actions(button('a', { value: long(2001) }))], 'less than 2001'],
    ['a disabled button', [actions(button('a', { disabled: true }))], 'no more fields'],
    [
      'a long link',
      [actions(button('a', { url: `https://a.example/${long(3000)}` }))],
      'than 3001',
    ],
    ['a strange style', [actions(button('a', { style: 'success' }))], 'primary, danger'],
    ['a long option', [actions(select({ options: options(1, long(76)) }))], 'less than 76'],
    ['101 options', [actions(select({ options: options(101) }))], 'no more than 100'],
    ['no options', [actions(select({ options: undefined }))], 'exactly one of options'],
    ['a foreign choice', [actions(select({ initial_option: { value: '9' } }))], 'match one of'],
    ['an image by http', [image({ image_url: 'http://a.example/a.png' })], 'https'],
    [
      'an image without words',
      [image({ image_url: 'https://a.example/', alt_text: undefined })],
      'alt_text',
    ],
    ['long words', [image({ image_url: 'https://a.example/', alt_text: long(2001) })], 'than 2001'],
    ['no image', [image({})], 'exactly one of image_url'],
    ['an unknown file', [image({ slack_file: { id: 'F0NONE' } })], 'not found'],
    [
      'a file field',
      [{ type: 'input', label: plain('x'), element: { type: 'file_input' } }],
      'file_input',
    ],
    ['an empty piece of rich text', [rich({ type: 'text', text: '' })], 'more than 0'],
    ['a link to nowhere', [rich({ type: 'link', text: 'x' })], '/elements/0/url'],
    ['an unknown piece', [rich({ type: 'marquee', text: 'x' })], 'unsupported type: marquee'],
    [
      'pieces without a section',
      [{ type: 'rich_text', elements: [{ type: 'text', text: 'x' }] }],
      'unsupported',
    ],
    ['something unknown', [{ type: 'carousel9' }], 'unsupported type: carousel9'],
  ])('with %s are refused', async (_, blocks, reason) => {
    await using it = await aSlack();
    const { body } = await it.api('chat.postMessage', {
      channel: it.channel.id,
      text: 'x',
      blocks,
    });
    expect(body.error).toBe('invalid_blocks');
    expect(JSON.stringify(body.response_metadata)).toContain(reason);
    expect(it.takeViolations()).toHaveLength(1);
  });

  it('at the very limit are shown', async () => {
    await using it = await aSlack();
    await it.post({
      blocks: [
        ...Array.from({ length: 44 }, () => section(long(3000))),
        { type: 'header', text: plain(long(150)) },
        { type: 'section', fields: Array.from({ length: 10 }, () => plain(long(2000))) },
        actions(...Array.from({ length: 25 }, (_, n) => button(`${n}`, { value: long(2000) }))),
        actions(select({ options: options(100, long(75)) })),
        image({ image_url: 'http://127.0.0.1:8080/poster.png' }),
        { type: 'context', elements: Array.from({ length: 10 }, () => plain('x')) },
      ],
    });
    expect(it.takeViolations()).toEqual([]);
  });

  it('may show a file of Slack once it is processed', async () => {
    await using it = await aSlack();
    const { id } = await it.upload('poster.png', new Uint8Array(10));
    const args = { channel: it.channel.id, text: 'x', blocks: [image({ slack_file: { id } })] };
    expect(await it.error('chat.postMessage', args)).toBe('invalid_blocks');
    await it.pass(2000);
    expect(await it.error('chat.postMessage', args)).toBeUndefined();
    const video = await it.upload('a.mp4', new Uint8Array(10));
    await it.pass(2000);
    const blocks = [image({ slack_file: { id: video.id } })];
    expect(await it.error('chat.postMessage', { ...args, blocks })).toBe('invalid_blocks');
  });

  it('may hold a player of a known domain, with the scope for it', async () => {
    await using it = await aSlack({ scopes: ['chat:write', 'links.embed:write'] });
    const player = (url: string) => ({
      channel: it.channel.id,
      text: 'x',
      blocks: [
        {
          type: 'video',
          alt_text: 'A cat',
          title: plain('A cat'),
          thumbnail_url: 'https://play.example/a.png',
          video_url: url,
        },
      ],
    });
    const url = 'https://play.example/a';
    expect(await it.error('chat.postMessage', player(url))).toBe('invalid_blocks');
    it.workspace.settings.unfurlDomains = ['play.example'];
    expect(await it.error('chat.postMessage', player(url))).toBeUndefined();
    expect(await it.error('chat.postMessage', player('http://play.example/a'))).toBe(
      'invalid_blocks',
    );
    const few = it.slack.addWorkspace({
      scopes: ['chat:write'],
      settings: { unfurlDomains: ['play.example'] },
    });
    const channel = few.addChannel({ name: 'general' }).id;
    const refused = await it.api('chat.postMessage', { ...player(url), channel }, few.botToken);
    expect(refused.body.error).toBe('missing_scope');
  });
});
