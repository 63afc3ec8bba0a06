import { describe, expect, it } from 'vitest';
import type { ViewRecord } from '../../../../sandbox/slack/world.ts';
import { aForm } from '../../../support/forms.ts';
import { ALL_POSSIBLE } from '../../../support/possible-settings.ts';
import { blocksOf, CLIP, png, startForms } from './kinds.ts';

const forms = startForms();
const { opened, draftFrom } = forms;

/** As a client that looks at no endings would let it be sent off. */
function withoutFiletypes(view: ViewRecord): void {
  for (const { element } of blocksOf(view)) {
    if (element?.filetypes !== undefined) element.filetypes = [];
  }
}

describe('/video edit', () => {
  it('takes a video, pictures, and keeps the sound or not', async () => {
    const view = await opened('edit');
    await forms.bot.ada.choose(view, 'quality', 'pro');
    await forms.bot.ada.submit(view, {
      source: [CLIP],
      prompt: 'make it snow',
      references: [png('a')],
      keep_sound: [],
    });
    expect(await draftFrom()).toMatchObject({
      scene: {
        kind: 'edit',
        prompt: 'make it snow',
        keepSound: false,
        source: { name: 'clip.mp4', bytes: 4 },
        images: [{ name: 'a.png' }],
      },
      settings: { quality: 'pro', seconds: null, aspect: null, sound: null },
    });
  });

  it('takes a seed where a model that edits may have one', async () => {
    const view = await opened('edit');
    await forms.bot.ada.submit(view, { source: [CLIP], prompt: 'snow', seed: 42 });
    expect((await draftFrom()).settings.extras).toEqual({ seed: 42 });
    const { advanced } = ALL_POSSIBLE;
    const possible = { ...ALL_POSSIBLE, advanced: { ...advanced, seed: null } };
    forms.bot.core.form = () => Promise.resolve(aForm({ possible }));
    const ids = blocksOf(await opened('edit')).map((it) => it.block_id);
    expect(ids).not.toContain('seed');
  });

  it('refuses a picture given as the video, in place', async () => {
    const view = await opened('edit');
    withoutFiletypes(view);
    const { end } = await forms.bot.ada.submit(view, { source: [png('kite')], prompt: 'snow' });
    expect(end).toMatchObject({
      errors: { source: "kite.png isn't a video. Use MP4, MOV or WebM." },
    });
    expect(forms.bot.asks).toEqual([]);
  });
});

describe('/video replace', () => {
  it('is refused in place, too, where there is no quality to choose', async () => {
    const price = () => ({ status: 'refused', words: ['Too big.'] }) as const;
    const form = aForm({ possible: ALL_POSSIBLE, qualities: ['std'] });
    forms.bot.core.form = () => Promise.resolve(form);
    const view = await opened('replace');
    forms.bot.core.form = () => Promise.resolve({ ...form, price });
    const { end } = await forms.bot.ada.submit(view, {
      character: [png('knight')],
      source: [CLIP],
    });
    expect(end).toMatchObject({ errors: { channel: 'Too big.' } });
    expect(forms.bot.asks).toEqual([]);
  });

  it('takes a character and a video', async () => {
    const view = await opened('replace');
    await forms.bot.ada.submit(view, { character: [png('knight')], source: [CLIP] });
    expect((await draftFrom()).scene).toMatchObject({
      kind: 'replace',
      character: { name: 'knight.png' },
      driving: { name: 'clip.mp4' },
    });
  });

  it('refuses a video given as the character, in place', async () => {
    const view = await opened('replace');
    withoutFiletypes(view);
    const { end } = await forms.bot.ada.submit(view, { character: [CLIP], source: [CLIP] });
    expect(end).toMatchObject({
      errors: { character: "clip.mp4 isn't an image. Use PNG, JPEG or WebP." },
    });
  });
});
