import { MessageResponseSchema } from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import {
  aDiscord,
  aFile,
  button,
  gallery,
  row,
  send,
  text,
  V2,
  type JsonObject,
} from './support.ts';

const container = (...components: JsonObject[]) => ({ type: 17, components });
const many = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('the rules of a message', () => {
  const v2 = (...components: JsonObject[]) => ({ flags: V2, components });
  const label = (length: number) => v2(row(button('a', { label: 'x'.repeat(length) })));
  const embed = (length: number) => ({ description: 'x'.repeat(length) });
  const select = (more: JsonObject = {}) => ({
    type: 3,
    custom_id: 's',
    options: [{ label: 'A', value: 'a' }],
    ...more,
  });

  // Each pair: what is just taken, and the same a step too far.
  it.each<[string, JsonObject, JsonObject]>([
    ['content length', { content: 'x'.repeat(2000) }, { content: 'x'.repeat(2001) }],
    [
      'a component tree of 40',
      v2(container(...many(39).map(() => text('x')))),
      v2(container(...many(40).map(() => text('x')))),
    ],
    [
      '4000 characters in all',
      v2(text('x'.repeat(2000)), text('x'.repeat(2000))),
      v2(text('x'.repeat(2000)), text('x'.repeat(2001))),
    ],
    ['V2 components with the flag', v2(text('x')), { components: [text('x')] }],
    ['V2 without content', v2(text('x')), { ...v2(text('x')), content: 'x' }],
    ['V2 without embeds', v2(text('x')), { ...v2(text('x')), embeds: [embed(1)] }],
    [
      'V2 without a poll',
      v2(text('x')),
      {
        ...v2(text('x')),
        poll: { question: { text: 'x' }, answers: [{ poll_media: { text: 'a' } }] },
      },
    ],
    ['custom ids of 100', v2(row(button('x'.repeat(100)))), v2(row(button('x'.repeat(101))))],
    [
      'custom ids that differ',
      v2(row(button('a'), button('b'))),
      v2(row(button('a')), container(row(button('a')))),
    ],
    ['labels of 80', label(80), label(81)],
    [
      'a label or emoji',
      v2(row(button('a', { label: '', emoji: { name: '🎬' } }))),
      v2(row(button('a', { label: '' }))),
    ],
    [
      'five buttons a row',
      v2(row(...many(5).map((n) => button(`${n}`)))),
      v2(row(...many(6).map((n) => button(`${n}`)))),
    ],
    [
      'a link with its url',
      v2(row({ type: 2, style: 5, label: 'x', url: 'https://e.com' })),
      v2(row({ type: 2, style: 5, label: 'x', custom_id: 'a' })),
    ],
    ['a button with its id', v2(row(button('a'))), v2(row({ type: 2, style: 1, label: 'x' }))],
    ['one select a row', v2(row(select())), v2(row(select(), button('a')))],
    [
      'select values that differ',
      v2(row(select())),
      v2(
        row(
          select({
            options: [
              { label: 'A', value: 'a' },
              { label: 'B', value: 'a' },
            ],
          }),
        ),
      ),
    ],
    [
      'a gallery with something in it',
      v2({ type: 12, items: [{ media: { url: 'https://e.com/a.png' } }] }),
      v2({ type: 12, items: [] }),
    ],
    [
      'ten items in a gallery',
      v2({ type: 12, items: many(10).map(() => ({ media: { url: 'https://e.com/a.png' } })) }),
      v2({ type: 12, items: many(11).map(() => ({ media: { url: 'https://e.com/a.png' } })) }),
    ],
    ['a container that is not empty', v2(container(text('x'))), v2(container())],
    [
      'a container that is not in another',
      v2(container(text('x'))),
      v2(container(container(text('x')))),
    ],
    [
      'a section with an accessory',
      v2({ type: 9, components: [text('x')], accessory: button('a') }),
      v2({ type: 9, components: [text('x')] }),
    ],
    [
      'three texts in a section',
      v2({ type: 9, components: many(3).map(() => text('x')), accessory: button('a') }),
      v2({ type: 9, components: many(4).map(() => text('x')), accessory: button('a') }),
    ],
    ['text that is not empty', v2(text('x')), v2(text(''))],
    [
      'five rows without V2',
      { content: 'x', components: many(5).map((n) => row(button(`${n}`))) },
      { content: 'x', components: many(6).map((n) => row(button(`${n}`))) },
    ],
    [
      '6000 characters of embeds',
      { embeds: [embed(3000), embed(3000)] },
      { embeds: [embed(3000), embed(3001)] },
    ],
    ['an embed of 4096', { embeds: [embed(4096)] }, { embeds: [embed(4097)] }],
    [
      'ten embeds',
      { embeds: many(10).map(() => embed(1)) },
      { embeds: many(11).map(() => embed(1)) },
    ],
    [
      'mentions allowed by kind or by id',
      { content: 'x', allowed_mentions: { users: ['1'] } },
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
    ],
    [
      'a nonce of 25',
      { content: 'x', nonce: 'x'.repeat(25) },
      { content: 'x', nonce: 'x'.repeat(26) },
    ],
    ['fields of the right type', { content: 'x' }, { content: 5 }],
  ])('ask for %s', async (_, good, bad) => {
    await using it = await aDiscord();
    const taken = await send(it, good);
    expect(taken).toMatchObject({ status: 200 });
    expect(MessageResponseSchema.safeParse(taken.body).error).toBeUndefined();
    expect(it.takeViolations()).toEqual([]);
    expect(await send(it, bad)).toMatchObject({ status: 400, body: { code: 50035 } });
    expect(it.takeViolations()).toHaveLength(1);
  });

  it('say where in the form the fault is', async () => {
    await using it = await aDiscord();
    const answer = await send(it, v2(container(row(button('a', { label: 'x'.repeat(81) })))));
    const found = JSON.stringify(answer.body.errors);
    expect(found).toMatch(/^{"components":{"0":{"components":{"0":{"components":{"0":{"label":/);
  });

  it('ask for something to be in it', async () => {
    await using it = await aDiscord();
    expect((await send(it, { content: ' ' })).body.code).toBe(50006);
  });
});

describe('the files of a message', () => {
  it('are kept, dropped and appended as an edit lists them', async () => {
    await using it = await aDiscord();
    const sent = await send(it, { content: 'x' }, ['a.png', 'b.png']);
    const path = `/channels/${it.channel.id}/messages/${String(sent.body.id)}`;
    const names = (body: JsonObject) => (body.attachments as JsonObject[]).map((x) => x.filename);
    const [, b] = sent.body.attachments as JsonObject[];
    const edit = (body: JsonObject, ...files: string[]) =>
      it.api('PATCH', path, { body, files: files.map((name) => aFile(name)) });

    expect(names(sent.body)).toEqual(['a.png', 'b.png']);
    expect(names((await edit({ content: 'y' })).body)).toEqual(['a.png', 'b.png']);
    const listed = { attachments: [{ id: b?.id }, { id: '0', description: 'new' }] };
    const changed = await edit(listed, 'c.png');
    expect(names(changed.body)).toEqual(['b.png', 'c.png']);
    expect((changed.body.attachments as JsonObject[])[1]).toMatchObject({ description: 'new' });
    expect(names((await edit({}, 'd.png')).body)).toEqual(['b.png', 'c.png', 'd.png']);
    expect(names((await edit({ attachments: [] })).body)).toEqual([]);
    expect(it.takeViolations()).toEqual([]);

    await edit({ attachments: [] }, 'e.png');
    expect(it.takeViolations()).toEqual([expect.stringContaining('not listed')]);
    expect((await edit({ attachments: [{ id: '7' }] })).body.code).toBe(50035);
  });

  it('are ten at most', async () => {
    await using it = await aDiscord();
    const names = (count: number) => many(count).map((n) => `${n}.png`);
    expect((await send(it, {}, names(10))).status).toBe(200);
    expect((await send(it, {}, names(11))).body.code).toBe(30015);
  });

  it('must be there to be shown, and be shown to be seen', async () => {
    await using it = await aDiscord();
    const shown = {
      flags: V2,
      components: [gallery('a.mp4'), { type: 13, file: { url: 'attachment://b.txt' } }],
    };
    const sent = await send(it, shown, ['a.mp4', 'b.txt']);
    expect(sent.status).toBe(200);
    expect(MessageResponseSchema.safeParse(sent.body).error).toBeUndefined();
    expect(it.takeViolations()).toEqual([]);
    expect((await send(it, shown, ['a.mp4'])).body.code).toBe(50035);
    it.takeViolations();
    expect((await send(it, { flags: V2, components: [text('x')] }, ['a.mp4'])).status).toBe(200);
    expect(it.takeViolations()).toEqual([expect.stringContaining('nobody can see it')]);
    const path = `/channels/${it.channel.id}/messages/${String(sent.body.id)}`;
    const lost = await it.api('PATCH', path, { body: { attachments: [] } });
    expect(lost.body.code).toBe(50035);
    const linked = { flags: V2, components: [{ type: 13, file: { url: 'https://e.com/a.txt' } }] };
    expect((await send(it, linked)).body.code).toBe(50035);
  });

  it('lose what is not plain in their names', async () => {
    await using it = await aDiscord();
    const sent = await send(it, {}, ['kätzchen 1.mp4']);
    expect(sent.body.attachments).toMatchObject([
      { filename: 'ktzchen_1.mp4', title: 'kätzchen 1.mp4', content_type: 'video/mp4' },
    ]);
  });
});

describe('the V2 flag', () => {
  it('is set by an edit that empties the rest, and never unset', async () => {
    await using it = await aDiscord();
    const sent = await send(it, { content: 'x' });
    const path = `/channels/${it.channel.id}/messages/${String(sent.body.id)}`;
    const edit = (body: JsonObject) => it.api('PATCH', path, { body });
    expect((await edit({ flags: V2, components: [text('y')] })).body.code).toBe(50035);
    const set = await edit({ flags: V2, content: null, components: [text('y')] });
    expect(set.body).toMatchObject({ flags: V2, content: '' });
    it.takeViolations();
    expect((await edit({ components: [text('z')] })).status).toBe(200);
    expect(it.takeViolations()).toEqual([]);
    expect((await edit({ flags: 0 })).body.code).toBe(50035);
    expect((await edit({ content: 'x' })).body.code).toBe(50035);
  });
});
