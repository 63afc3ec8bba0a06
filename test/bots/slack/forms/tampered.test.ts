import { describe, expect, it } from 'vitest';
import { blockOf, CLIP, startForms } from './kinds.ts';

const forms = startForms();
const { opened, draftFrom } = forms;

describe('what a tampered client sends', () => {
  it('as a model goes on to be refused with those there are', async () => {
    const view = await opened('');
    const options = blockOf(view, 'model')?.element?.options ?? [];
    options.push({ value: 'sora/9', text: { text: 'Sora' } });
    await forms.bot.ada.choose(view, 'model', 'sora/9');
    await forms.bot.ada.submit(view, { prompt: 'a kite' });
    expect((await draftFrom()).model).toBe('sora/9');
  });

  it('as values of no kind is left out', async () => {
    const view = await opened('');
    const options = blockOf(view, 'camera')?.element?.options ?? [];
    options.push({ value: 'sideways', text: { text: 'Sideways' } });
    await forms.bot.ada.submit(view, { prompt: 'a kite', camera: 'sideways' });
    expect((await draftFrom()).settings).not.toHaveProperty('extras');
  });

  it('as metadata of another form still needs a video', async () => {
    const view = await opened('edit');
    const metadata = JSON.parse(view.view.private_metadata as string) as object;
    const videos = [
      { id: 'F1', name: 'x' },
      { id: 'F22', name: 'y' },
    ];
    view.view.private_metadata = JSON.stringify({ ...metadata, videos });
    const { end } = await forms.bot.ada.submit(view, { prompt: 'snow', source: [CLIP] });
    expect(end.status).not.toBe('failed');
  });
});
