import { describe, expect, it } from 'vitest';
import {
  filesIn,
  filesOn,
  stickersIn,
} from '../../../../src/bots/discord/interactions/message-files.ts';

const US = '123456789012345678';
const CDN = 'https://cdn.discordapp.com/attachments/1/9';
const PROXY = 'https://images-ext-1.discordapp.net/external/abc/https/example.com';

const pictures = (message: unknown) => filesOn(filesIn(message, US), 'picture');
const videos = (message: unknown) => filesOn(filesIn(message, US), 'video');
const urls = (files: readonly { readonly url: string }[]) => files.map(({ url }) => url);

const upload = (filename: string, content_type?: string) => ({
  id: '9',
  filename,
  size: 5,
  url: `${CDN}/${filename}`,
  proxy_url: `https://media.discordapp.net/attachments/1/9/${filename}`,
  ...(content_type === undefined ? {} : { content_type }),
});
const media = (name: string, more: object = {}) => ({
  url: `${CDN}/${name}?ex=1`,
  attachment_id: '9',
  ...more,
});
const linked = (name: string, more: object = {}) => ({
  url: `https://example.com/${name}`,
  proxy_url: `${PROXY}/${name}`,
  ...more,
});

describe('the pictures of a message', () => {
  it.each([
    ['an upload', { attachments: [upload('kite.png', 'image/png')] }],
    ['an upload of which only the name is told', { attachments: [upload('kite.png')] }],
    [
      'an upload of no type that is known',
      { attachments: [upload('kite', 'binary/octet-stream')] },
    ],
    ['a gallery', { components: [{ type: 12, items: [{ media: media('kite.png') }] }] }],
    [
      'a gallery in a container',
      {
        components: [{ type: 17, components: [{ type: 12, items: [{ media: media('a.png') }] }] }],
      },
    ],
    [
      'a section with a picture beside it',
      {
        components: [{ type: 9, components: [], accessory: { type: 11, media: media('kite') } }],
      },
    ],
    ['a file', { components: [{ type: 13, file: media('kite'), name: 'kite.png', size: 5 }] }],
    ['a link to a picture', { embeds: [{ type: 'image', thumbnail: linked('kite.png') }] }],
    ['a page with a picture', { embeds: [{ type: 'article', thumbnail: linked('og?w=1') }] }],
    ['an embed of a bot', { embeds: [{ type: 'rich', image: linked('chart.webp') }] }],
    ['a still of a video', { embeds: [{ type: 'video', thumbnail: linked('maxres') }] }],
    [
      'a forward',
      { message_snapshots: [{ message: { attachments: [upload('kite.png', 'image/png')] } }] },
    ],
    [
      'a forward of a card',
      {
        message_snapshots: [
          { message: { components: [{ type: 12, items: [{ media: media('kite.png') }] }] } },
        ],
      },
    ],
    [
      'a forward of a link',
      { message_snapshots: [{ message: { embeds: [{ image: linked('kite.png') }] } }] },
    ],
    [
      'the message that a thread started from',
      { type: 21, referenced_message: { attachments: [upload('kite.png', 'image/png')] } },
    ],
  ])('are found in %s', (_, message) => {
    expect(pictures(message)).toHaveLength(1);
  });

  it.each(['heic', 'HEIF', 'avif', 'gif', 'tiff', 'bmp'])(
    'are found in any format that people can see: %s',
    (ending) => {
      const name = `kite.${ending}`;
      expect(pictures({ attachments: [upload(name)] })).toMatchObject([{ name }]);
      const typed = { attachments: [upload('kite', `image/${ending.toLowerCase()}`)] };
      expect(pictures(typed)).toHaveLength(1);
    },
  );

  it.each([
    ['words', { content: 'https://example.com/kite.png' }],
    [
      'a message that it replies to',
      { type: 19, referenced_message: { attachments: [upload('a.png')] } },
    ],
    ['a text file', { attachments: [upload('notes.txt', 'text/plain; charset=utf-8')] }],
    [
      'what its author and footer show',
      { embeds: [{ author: { icon_url: 'https://e.com/a.png' } }] },
    ],
    ['nothing at all', null],
    [
      'what is not as it should be',
      { attachments: 5, embeds: [null, 7, { image: 'x' }], components: {} },
    ],
  ])('are not taken from %s', (_, message) => {
    expect(pictures(message)).toEqual([]);
  });
});

describe('the videos of a message', () => {
  it.each([
    ['a link to a video', { embeds: [{ type: 'video', video: linked('clip.mp4') }] }],
    [
      'a GIF that is a video',
      { embeds: [{ type: 'gifv', video: linked('cat', { content_type: 'video/mp4' }) }] },
    ],
    ['a video in a format of its own', { attachments: [upload('clip.mkv', 'video/x-matroska')] }],
    ['a GIF, where there is no video', { attachments: [upload('cat.gif', 'image/gif')] }],
  ])('are found in %s', (_, message) => {
    expect(videos(message)).toHaveLength(1);
  });

  it('are no players, which are pages', () => {
    const player = { url: 'https://www.youtube.com/embed/abc', width: 1280, height: 720 };
    const message = { embeds: [{ type: 'video', video: player, thumbnail: linked('maxres.jpg') }] };
    expect(videos(message)).toEqual([]);
    expect(pictures(message)).toHaveLength(1);
    const typed = { embeds: [{ video: { ...player, content_type: 'text/html' } }] };
    expect(videos(typed)).toEqual([]);
  });

  it('do not have a GIF among them where there is a video', () => {
    const message = {
      attachments: [upload('cat.gif', 'image/gif'), upload('clip.mp4', 'video/mp4')],
    };
    expect(videos(message)).toMatchObject([{ name: 'clip.mp4' }]);
  });
});

describe('what a message shows is fetched', () => {
  it('from Discord, where it was uploaded', () => {
    const components = [{ type: 12, items: [{ media: media('kite.png', { proxy_url: PROXY }) }] }];
    expect(urls(pictures({ components }))).toEqual([`${CDN}/kite.png?ex=1`]);
  });

  it('by the media proxy of Discord, where it lies elsewhere', () => {
    const items = [{ media: linked('kite.png') }];
    const embeds = [{ image: linked('chart.png') }];
    expect(urls(pictures({ components: [{ type: 12, items }], embeds }))).toEqual([
      `${PROXY}/kite.png`,
      `${PROXY}/chart.png`,
    ]);
  });

  it('from its own address only where Discord names no other', () => {
    const own = { url: 'https://example.com/kite.png' };
    expect(urls(pictures({ embeds: [{ image: own }] }))).toEqual([own.url]);
  });

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'attachment://kite.png',
    'data:image/png,x',
    '',
  ])('by no other scheme than those of the web: %j', (url) => {
    expect(pictures({ embeds: [{ image: { url } }] })).toEqual([]);
    expect(pictures({ components: [{ type: 12, items: [{ media: { url } }] }] })).toEqual([]);
  });

  it('once, though several parts of it show the same', () => {
    const embeds = [{ type: 'image', thumbnail: linked('a.png'), image: linked('a.png') }];
    expect(pictures({ embeds })).toHaveLength(1);
  });
});

describe('a card whose video is behind a button', () => {
  const link = `https://showrunner.example.com/media/${'a'.repeat(300)}.mp4`;
  const button = { type: 2, style: 5, url: link, label: 'Open video' };
  const card = { components: [{ type: 17, components: [{ type: 1, components: [button] }] }] };

  it('is ours by who posted it', () => {
    expect(videos({ ...card, author: { id: US } })).toMatchObject([
      { url: link, name: 'showrunner.example.com.mp4' },
    ]);
    expect(videos({ ...card, author: { id: '1' }, application_id: US })).toHaveLength(1);
  });

  it('is nobody’s by how it looks', () => {
    expect(videos({ ...card, author: { id: '223456789012345678' } })).toEqual([]);
    expect(videos({ ...card, application_id: '223456789012345678' })).toEqual([]);
    expect(videos(card)).toEqual([]);
  });

  it('has only what may be a video', () => {
    const help = { ...button, url: 'https://docs.example.com/help' };
    const components = [{ type: 1, components: [help] }];
    expect(videos({ components, author: { id: US } })).toEqual([]);
  });
});

it('knows stickers by their names, in forwards too', () => {
  const sticker = { id: '7', name: 'Wave', format_type: 1 };
  expect(stickersIn({ sticker_items: [sticker] })).toEqual(['Wave']);
  expect(stickersIn({ stickers: [{ ...sticker, pack_id: '1' }] })).toEqual(['Wave']);
  expect(stickersIn({ message_snapshots: [{ message: { sticker_items: [sticker] } }] })).toEqual([
    'Wave',
  ]);
  expect(stickersIn({ sticker_items: [null, { id: 1 }] })).toEqual([]);
});
