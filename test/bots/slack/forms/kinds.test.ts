import { describe, expect, it } from 'vitest';
import type { ViewRecord } from '../../../../sandbox/slack/world.ts';
import { aForm } from '../../../support/forms.ts';
import { ALL_POSSIBLE, PLAINLY_POSSIBLE } from '../../../support/possible-settings.ts';
import { refOf } from '../bot.ts';
import { blockOf, blocksOf, CLIP, png, startForms } from './kinds.ts';

const forms = startForms();
const { opened, draftFrom } = forms;

const inside = (view: ViewRecord) => JSON.stringify(view.view);
const priceIn = (view: ViewRecord) => blockOf(view, 'price')?.elements?.[0]?.text ?? '';
const optionsIn = (view: ViewRecord, id: string) =>
  blockOf(view, id)?.element?.options?.map((it) => it.value);

describe('the form for a new video', () => {
  it('takes reference pictures, as many as a model does', async () => {
    const view = await opened('');
    expect(blockOf(view, 'references')?.element?.max_files).toBe(9);
    await forms.bot.ada.submit(view, {
      prompt: 'the first rides the second',
      references: [png('a'), png('b'), png('c')],
    });
    expect((await draftFrom()).scene).toMatchObject({
      kind: 'references',
      images: [{ name: 'a.png' }, { name: 'b.png' }, { name: 'c.png' }],
      elements: [],
    });
  });

  it('takes what only some models have', async () => {
    const view = await opened('');
    await forms.bot.ada.submit(view, {
      prompt: 'a kite',
      style: 'film noir',
      camera: 'orbit',
      motion: '4',
      seed: 42,
      guide_video: [CLIP],
      guide_sound: [{ name: 'song.mp3', bytes: Buffer.from('mp3') }],
    });
    expect(await draftFrom()).toMatchObject({
      scene: {
        kind: 'text',
        prompt: 'a kite',
        guides: { video: { name: 'clip.mp4' }, audio: { name: 'song.mp3' } },
      },
      settings: {
        extras: { style: 'film noir', cameraMotion: 'orbit', motionIntensity: 4, seed: 42 },
      },
    });
  });

  it('needs no words beside a picture where a model needs none, and some without one', async () => {
    const optional = (view: ViewRecord) =>
      (blockOf(view, 'prompt') as { optional?: boolean } | undefined)?.optional ?? false;
    const view = await opened('');
    expect(optional(view)).toBe(true);
    expect((await forms.bot.ada.submit(view, {})).end).toMatchObject({
      errors: { prompt: 'The prompt is empty. Describe the video in a few words.' },
    });
    await forms.bot.ada.submit(view, { first: [png('kite')] });
    expect((await draftFrom()).scene).toMatchObject({
      kind: 'frames',
      prompt: '',
      first: { name: 'kite.png' },
    });
    forms.bot.core.form = () => Promise.resolve(aForm({ possible: PLAINLY_POSSIBLE }));
    expect(optional(await opened(''))).toBe(false);
  });

  it.each(['', 'application/octet-stream', 'audio/x-wav', 'audio/vnd.wave', 'text/plain'])(
    'takes a WAV by its bytes, whatever Slack calls it: %j',
    async (mimetype) => {
      forms.bot.core.form = () => Promise.resolve(aForm({ possible: ALL_POSSIBLE }));
      const wav = forms.bot.ada.upload({ name: 'song.wav', bytes: Buffer.from('RIFF'), mimetype });
      await forms.bot.ada.submit(await opened(''), { prompt: 'a kite', guide_sound: [wav] });
      expect((await draftFrom()).scene).toMatchObject({ guides: { audio: { name: 'song.wav' } } });
    },
  );

  it('has none of that where no model does', async () => {
    forms.bot.core.form = () => Promise.resolve(aForm({ possible: PLAINLY_POSSIBLE }));
    const ids = blocksOf(await opened('')).map((it) => it.block_id);
    for (const id of ['kind', 'references', 'guide_video', 'style', 'camera', 'seed']) {
      expect(ids).not.toContain(id);
    }
  });

  it('offers the models that fit with their prices, and takes one', async () => {
    const view = await opened('');
    const models = () => blockOf(view, 'model')?.element?.options?.map((it) => it.text.text);
    expect(models()).toEqual(['Automatic', 'Model One · 50 credits', 'Model Two · 100 credits']);
    await forms.bot.ada.choose(view, 'quality', 'pro');
    await forms.bot.emulator.until('the price', () => models()?.[1]?.includes('100') || undefined);
    await forms.bot.ada.choose(view, 'model', 'two/model-2');
    await forms.bot.ada.submit(view, { prompt: 'a kite' });
    expect((await draftFrom()).model).toBe('two/model-2');
  });

  it('refuses reference pictures beside others, in place', async () => {
    const view = await opened('');
    const { end } = await forms.bot.ada.submit(view, {
      prompt: 'a kite',
      first: [png('a')],
      references: [png('b')],
    });
    expect(end).toMatchObject({
      errors: { references: expect.stringContaining('combined with First frame.') as string },
    });
    expect(forms.bot.asks).toEqual([]);
  });
});

describe('the kind of video', () => {
  it('is chosen in the form, which becomes another, and keeps what was filled in', async () => {
    const view = await opened('');
    expect(optionsIn(view, 'kind')).toEqual([
      ...['create', 'storyboard', 'elements', 'edit', 'replace'],
    ]);
    forms.bot.ada.fill(view, { prompt: 'make it snow' });
    await forms.bot.ada.choose(view, 'kind', 'edit');
    await forms.bot.emulator.until(
      'the form',
      () => inside(view).includes('keep_sound') || undefined,
    );
    expect(priceIn(view)).toBe("Up to 150 credits, by the video's length · 200 left");
    await forms.bot.ada.submit(view, { source: [CLIP] });
    expect((await draftFrom()).scene).toMatchObject({ kind: 'edit', prompt: 'make it snow' });
  });

  it('is not mistaken for another while its form is still to come', async () => {
    const view = await opened('');
    forms.bot.core.form = () => Promise.reject(new Error('no database'));
    await forms.bot.ada.choose(view, 'kind', 'edit');
    const { end } = await forms.bot.ada.submit(view, { prompt: 'a kite' });
    expect(end).toMatchObject({
      errors: { kind: expect.stringContaining('still changing') as string },
    });
    expect(forms.bot.asks).toEqual([]);
  });

  it.each(['storyboard', 'elements', 'edit', 'replace'])(
    'of /video %s is told where nothing here makes it',
    async (kind) => {
      const refuse = () => ({ status: 'refused', words: ['That needs crun.ai.'] }) as const;
      const possible = PLAINLY_POSSIBLE;
      forms.bot.core.form = () =>
        Promise.resolve(aForm({ possible, price: refuse, models: () => [] }));
      const view = await opened(kind);
      expect(inside(view)).toContain('That needs crun.ai.');
      expect(view.view.submit).toBeUndefined();
    },
  );

  it('is told where nothing here makes new videos', async () => {
    const refuse = () => ({ status: 'refused', words: ['That needs crun.ai.'] }) as const;
    const possible = { ...PLAINLY_POSSIBLE, kinds: ['replace'] as const };
    forms.bot.core.form = () =>
      Promise.resolve(aForm({ possible, price: refuse, models: () => [] }));
    const view = await opened('');
    expect(inside(view)).toContain('That needs crun.ai.');
    expect(inside(view)).toContain('/video help');
    expect(view.view.submit).toBeUndefined();
  });

  it('begins a prompt when more is typed', async () => {
    await forms.bot.ada.command('/video', 'edit my day', { channel: forms.bot.channel });
    expect((await draftFrom()).scene).toEqual({ kind: 'text', prompt: 'edit my day' });
  });
});

describe('/video storyboard', () => {
  it('takes shots with their seconds', async () => {
    const view = await opened('storyboard');
    await forms.bot.ada.submit(view, {
      first: [png('a')],
      shot1: 'a horse',
      seconds1: 4,
      shot3: 'it rests',
    });
    expect((await draftFrom()).scene).toMatchObject({
      kind: 'shots',
      first: { name: 'a.png' },
      shots: [
        { prompt: 'a horse', seconds: 4 },
        { prompt: 'it rests', seconds: 3 },
      ],
    });
    expect(refOf(await forms.bot.answered(1)).channelId).toBe(forms.bot.channel.id);
  });

  it('takes names with their pictures beside its shots', async () => {
    const view = await opened('storyboard');
    await forms.bot.ada.submit(view, {
      shot1: '@hero comes in',
      seconds1: 4,
      shot2: 'a door falls',
      name1: 'hero',
      about1: 'a knight',
      images1: [png('a'), png('b')],
    });
    expect((await draftFrom()).scene).toMatchObject({
      kind: 'shots',
      first: null,
      shots: [{ seconds: 4 }, {}],
      elements: [{ name: 'hero', description: 'a knight', images: [{}, {}] }],
    });
  });

  it('has no field for them where no model shows them in shots', async () => {
    const { elements } = ALL_POSSIBLE;
    const beside = { elements: elements && { ...elements, beside: [] } };
    forms.bot.core.form = () =>
      Promise.resolve(aForm({ possible: { ...ALL_POSSIBLE, ...beside } }));
    expect(blockOf(await opened('storyboard'), 'name1')).toBeUndefined();
    expect(blockOf(await opened('elements'), 'first')).toBeUndefined();
    expect(blockOf(await opened('elements'), 'last')).toBeUndefined();
  });

  it('needs a first shot, and says what no model makes', async () => {
    const view = await opened('storyboard');
    const blank = await forms.bot.ada.submit(view, { shot1: ' ' });
    expect(blank.end).toMatchObject({
      errors: { shot1: 'Shot 1 needs a prompt.' },
    });
    const refused = await forms.bot.ada.submit(view, { shot1: 'forbidden things' });
    expect(refused.end).toMatchObject({ errors: { shot1: 'No model makes this.' } });
  });
});

describe('/video elements', () => {
  it('takes names with their pictures', async () => {
    const view = await opened('elements');
    await forms.bot.ada.submit(view, {
      prompt: '@hero meets @dog',
      name1: 'hero',
      name2: '@dog ',
      about1: ' a knight in armour ',
      images1: [png('a'), png('b')],
      images2: [png('c'), png('d')],
    });
    expect((await draftFrom()).scene).toMatchObject({
      kind: 'references',
      elements: [
        {
          name: 'hero',
          description: 'a knight in armour',
          images: [{ name: 'a.png' }, { name: 'b.png' }],
        },
        { name: 'dog', description: '', images: [{ name: 'c.png' }, { name: 'd.png' }] },
      ],
    });
  });

  it('goes with a picture to start from, and with one to end on', async () => {
    const view = await opened('elements');
    await forms.bot.ada.submit(view, {
      prompt: '@hero rides home',
      name1: 'hero',
      images1: [png('a'), png('b')],
      first: [png('start')],
      last: [png('end')],
    });
    expect((await draftFrom()).scene).toMatchObject({
      kind: 'frames',
      prompt: '@hero rides home',
      first: { name: 'start.png' },
      last: { name: 'end.png' },
      elements: [{ name: 'hero', images: [{ name: 'a.png' }, { name: 'b.png' }] }],
    });
  });

  it('says which is not whole', async () => {
    const view = await opened('elements');
    const { end } = await forms.bot.ada.submit(view, {
      prompt: '@hero',
      name1: 'hero',
      images1: [png('a'), png('b')],
      name2: 'dog',
      images3: [png('c')],
    });
    expect(end).toMatchObject({
      errors: {
        images2: 'Add images of this element.',
        name3: 'Give this element a name.',
      },
    });
  });

  it('takes no more pictures than it may have', async () => {
    const view = await opened('elements');
    const five = ['a', 'b', 'c', 'd', 'e'].map(png);
    await expect(
      forms.bot.ada.submit(view, { prompt: '@hero', name1: 'hero', images1: five }),
    ).rejects.toThrow('takes 4 files');
  });
});
