import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeFormContext, NOWHERE } from '../../../../src/bots/slack/shared/form-context.ts';
import { mediaIn, videoOfOwnCard } from '../../../../src/bots/slack/shared/message-media.ts';

const file = (name: string, more: object = {}) => ({
  id: 'F0KITE',
  name,
  title: name,
  mimetype: '',
  filetype: '',
  mode: 'hosted',
  file_access: 'visible',
  url_private: `https://files.slack.com/files-pri/T1-F0KITE/${name}`,
  ...more,
});
const FOUND = [{ id: 'F0KITE', name: 'kite.png' }];
const LINK = 'https://example.com/kite.png';
const LINKED = [{ id: 'L0', name: 'kite.png', url: LINK }];

describe('the pictures of a message', () => {
  it('are found though Slack has not looked at them yet', () => {
    const text = readFileSync('test/cases/chat/slack-empty-mimetype.json', 'utf8');
    const { message } = JSON.parse(text) as { readonly message: unknown };
    expect(mediaIn(message, 'picture')).toEqual([{ id: 'F0AAAAAA2', name: 'kite.png' }]);
  });

  it.each([
    ['a file', { files: [file('kite.png')] }],
    [
      'a file of no type that is known',
      { files: [file('kite.png', { mimetype: 'application/octet-stream' })] },
    ],
    [
      'a file without an ending',
      { files: [file('kite.png', { name: 'kite.png', mimetype: 'image/png' })] },
    ],
    ['a shared message', { attachments: [{ is_share: true, files: [file('kite.png')] }] }],
    [
      'blocks of a shared message',
      {
        attachments: [
          {
            message_blocks: [
              { message: { blocks: [{ type: 'image', slack_file: file('kite.png') }] } },
            ],
          },
        ],
      },
    ],
    [
      'a block with a file of Slack’s',
      { blocks: [{ type: 'image', slack_file: file('kite.png') }] },
    ],
  ])('are found in %s', (_, message) => {
    expect(mediaIn(message, 'picture')).toEqual(FOUND);
  });

  it('are found by the type that Slack tells, whatever they are called', () => {
    expect(mediaIn({ files: [file('kite', { filetype: 'png' })] }, 'picture')).toHaveLength(1);
    expect(mediaIn({ files: [file('kite', { filetype: 'pdf' })] }, 'picture')).toEqual([]);
    expect(mediaIn({ files: [file('kite', { filetype: 'binary' })] }, 'picture')).toHaveLength(1);
  });

  it.each(['heic', 'avif', 'gif', 'tiff'])('are found in any format: %s', (ending) => {
    expect(mediaIn({ files: [file(`kite.${ending}`)] }, 'picture')).toHaveLength(1);
    const typed = file('kite', { mimetype: `image/${ending}` });
    expect(mediaIn({ files: [typed] }, 'picture')).toHaveLength(1);
  });

  it.each([
    ['a block', { blocks: [{ type: 'image', image_url: LINK, alt_text: 'a kite' }] }],
    ['a section', { blocks: [{ type: 'section', accessory: { type: 'image', image_url: LINK } }] }],
    [
      'the still of a player',
      { blocks: [{ type: 'video', thumbnail_url: LINK, video_url: 'https://e.com/p' }] },
    ],
    ['a link', { attachments: [{ from_url: LINK, image_url: LINK }] }],
    ['a page that is linked to', { attachments: [{ title: 'A page', thumb_url: LINK }] }],
    [
      'blocks that a link unfolds to',
      { attachments: [{ blocks: [{ type: 'image', image_url: LINK }] }] },
    ],
  ])('are found where %s shows them', (_, message) => {
    expect(mediaIn(message, 'picture')).toEqual(LINKED);
  });

  it.each([
    ['deleted', { files: [{ id: 'F0KITE', mode: 'tombstone' }] }],
    ['too old for a free workspace', { files: [{ id: 'F0KITE', mode: 'hidden_by_limit' }] }],
    [
      'only written of',
      {
        text: `<${LINK}>`,
        blocks: [{ type: 'rich_text', elements: [{ type: 'link', url: LINK }] }],
      },
    ],
    [
      'an icon in small print',
      { blocks: [{ type: 'context', elements: [{ type: 'image', image_url: LINK }] }] },
    ],
    [
      'of a service',
      { attachments: [{ author_icon: LINK, footer_icon: LINK, service_icon: LINK }] },
    ],
    ['of no address', { blocks: [{ type: 'image', image_url: 'file:///etc/passwd' }] }],
    ['notes', { files: [file('notes.txt', { mimetype: 'text/plain', filetype: 'text' })] }],
    ['not as they should be', { files: 7, blocks: [null, 'x'], attachments: {} }],
  ])('are none that are %s', (_, message) => {
    expect(mediaIn(message, 'picture')).toEqual([]);
  });

  it('may be any of the files of which Slack tells nothing', () => {
    const stub = { id: 'F0STUB', mode: 'file_access', file_access: 'check_file_info', created: 0 };
    expect(mediaIn({ files: [stub] }, 'picture')).toEqual([{ id: 'F0STUB', name: 'F0STUB' }]);
    expect(mediaIn({ attachments: [{ files: [stub] }] }, 'video')).toHaveLength(1);
  });

  it('are each offered once, and as many as a form can carry', () => {
    const twice = [file('kite.png'), file('kite.png')];
    expect(mediaIn({ files: twice }, 'picture')).toHaveLength(1);
    const long = (index: number) => `https://example.com/${index}/${'a'.repeat(600)}.png`;
    const blocks = Array.from({ length: 10 }, (_, at) => ({ type: 'image', image_url: long(at) }));
    const pictures = mediaIn({ files: [file('kite.png')], blocks }, 'picture');
    expect(pictures.length).toBeGreaterThan(1);
    const responseUrl = `https://hooks.slack.com/${'b'.repeat(300)}`;
    const context = writeFormContext({ ...NOWHERE, responseUrl, pictures });
    expect(context.length).toBeLessThan(3_000);
    const ids = pictures.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the videos of a message', () => {
  it.each([
    ['a file', { files: [file('clip.mov')] }],
    ['a format of its own', { files: [file('clip.mkv', { mimetype: 'video/x-matroska' })] }],
    ['a shared message', { attachments: [{ files: [file('clip.mp4')] }] }],
    [
      'a block with the file itself',
      { blocks: [{ type: 'video', video_url: 'https://e.com/a.mp4' }] },
    ],
    ['a GIF, where there is no video', { files: [file('cat.gif')] }],
  ])('are found in %s', (_, message) => {
    expect(mediaIn(message, 'video')).toHaveLength(1);
  });

  it('are no players, which are pages', () => {
    const block = { type: 'video', video_url: 'https://www.youtube.com/embed/abc' };
    expect(mediaIn({ blocks: [block] }, 'video')).toEqual([]);
  });
});

describe('a card of ours', () => {
  const card = (...urls: string[]) => ({
    blocks: [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: urls[0] }] }],
      },
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_section', elements: urls.map((url) => ({ type: 'link', url })) },
        ],
      },
    ],
  });

  it('links to the video in its thread', () => {
    const link = 'https://studio.slack.com/files/U0BOT/F0VIDEO1/a-fox.mp4';
    expect(videoOfOwnCard(card(link, 'https://showrunner.example.com/media/a.mp4'))).toEqual([
      { id: 'F0VIDEO1', name: 'a-fox.mp4' },
    ]);
  });

  it('links to the video where Slack has none', () => {
    const media = 'https://showrunner.example.com/media/abc.mp4';
    const found = [{ id: 'L0', name: 'abc.mp4', url: media }];
    expect(videoOfOwnCard(card(media))).toEqual(found);
    expect(videoOfOwnCard(card(media.replace('media', 'player')))).toEqual(found);
  });

  it('has none where it links to none', () => {
    expect(videoOfOwnCard(card('https://showrunner.example.com/help'))).toEqual([]);
    expect(videoOfOwnCard({ blocks: [] })).toEqual([]);
  });
});
