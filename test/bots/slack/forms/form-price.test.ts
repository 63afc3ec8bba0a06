import { describe, expect, it } from 'vitest';
import type { Priced, VideoForm } from '../../../../src/core/chat/domain/form-state.ts';
import type { VideoDraft } from '../../../../src/core/video/domain/video-request.ts';
import { NOWHERE, readFormContext } from '../../../../src/bots/slack/shared/form-context.ts';
import type { FormContext } from '../../../../src/bots/slack/shared/form-context.ts';
import { formModal } from '../../../../src/bots/slack/forms/video/video-view.ts';
import { readFormValues } from '../../../../src/bots/slack/forms/video/form-values.ts';
import type { FormKind } from '../../../../src/bots/slack/commands/video-command.ts';
import { aForm } from '../../../support/forms.ts';
import { ALL_POSSIBLE } from '../../../support/possible-settings.ts';

interface Block {
  readonly block_id: string;
  readonly dispatch_action?: boolean;
  readonly elements?: readonly { readonly text: string }[];
  readonly element?: { readonly options?: readonly { readonly text: { readonly text: string } }[] };
}

function shown(
  kind: FormKind,
  form: VideoForm,
  { context = NOWHERE, state }: { readonly context?: FormContext; readonly state?: object } = {},
) {
  const values = state === undefined ? null : readFormValues(state);
  const blocks = formModal(kind, form, context, values).blocks as readonly Block[];
  const block = (id: string) => blocks.find((it) => it.block_id === id);
  return {
    block,
    price: block('price')?.elements?.[0]?.text,
    models: block('model')?.element?.options?.map((it) => it.text.text),
  };
}

const typed = (field: string, value: string) => ({ [field]: { [field]: { value } } });
const given = (field: string) => ({
  [field]: { [field]: { files: [{ id: 'F123', name: 'kite.png', mimetype: 'image/png' }] } },
});
const priced = (credits: number, model: string): Priced => ({ status: 'priced', credits, model });
const REFUSED: Priced = { status: 'refused', words: ['It needs a picture.'] };

/** Words alone are cheap; what starts from a picture is made by another model. */
function byKind({ scene, settings }: VideoDraft): Priced {
  const expensive = scene.kind === 'text' ? 50 : scene.kind === 'frames' ? 60 : 90;
  return priced(
    expensive + (settings.sound === true ? 1 : 0),
    scene.kind === 'text' ? 'One' : 'Two',
  );
}

describe('the price that is agreed to by sending a form off', () => {
  const agreed = (kind: FormKind, form: VideoForm, context = NOWHERE) => {
    const { private_metadata: metadata } = formModal(kind, form, context);
    return readFormContext(metadata ?? '')?.price;
  };

  it('is the highest that stands there, whatever stood there before', () => {
    const form = aForm({ price: byKind });
    expect(agreed('create', form)).toBe(60);
    expect(agreed('create', form, { ...NOWHERE, price: 7 })).toBe(60);
  });

  it('is none where none is told, or where it grows with what is typed', () => {
    const form = aForm({ price: byKind, possible: ALL_POSSIBLE });
    expect(agreed('storyboard', form, { ...NOWHERE, price: 7 })).toBeNull();
    expect(agreed('create', aForm({ price: () => REFUSED }))).toBeNull();
    expect(agreed('settings', form)).toBeNull();
  });
});

describe('the price below the form for a new video', () => {
  it('is told with its model where files make no difference', () => {
    expect(shown('create', aForm({ possible: ALL_POSSIBLE })).price).toBe(
      '50 credits with Model One · 200 left',
    );
  });

  it('says what is left, and whether that is enough', () => {
    const price = (left: number | null) =>
      shown('create', aForm({ price: byKind, left, takesImages: false })).price;
    expect(price(50)).toBe('50 credits with One · 50 left');
    expect(price(49)).toBe('50 credits with One · only 49 left');
    expect(price(null)).toBe('50 credits with One · unlimited credits');
  });

  it('says how far files would change it', () => {
    const form = aForm({ price: byKind });
    expect(shown('create', form).price).toBe(
      '50 credits with One · 50–60 credits with other files · 200 left',
    );
    const all = aForm({ price: byKind, possible: ALL_POSSIBLE });
    expect(shown('create', all, { state: given('first') }).price).toBe(
      '60 credits with Two · 50–90 credits with other files or a style · 200 left',
    );
  });

  it('names no model where files change only that', () => {
    const price = (draft: VideoDraft) => priced(50, draft.scene.kind);
    expect(shown('create', aForm({ price })).price).toBe('50 credits · 200 left');
  });

  it('is that of a picture where the message has some, whichever is chosen', () => {
    const context = {
      ...NOWHERE,
      pictures: [
        { id: 'F11', name: 'one.png' },
        { id: 'F22', name: 'two.png' },
      ],
    };
    const form = aForm({ price: byKind, lastFrame: 'no' });
    expect(shown('create', form, { context }).price).toBe('60 credits with Two · 200 left');
  });

  it('begins with that of a file where words alone make nothing', () => {
    const price = (draft: VideoDraft) => (draft.scene.kind === 'text' ? REFUSED : byKind(draft));
    const form = aForm({ price });
    expect(shown('create', form).price).toBe('From 60 credits, once you add a file · 200 left');
    expect(shown('create', form, { state: typed('prompt', 'a kite') }).price).toBe(
      'It needs a picture.',
    );
  });

  it('lists models that take it only with a file, and says so', () => {
    const models = ({ scene }: VideoDraft) => [
      scene.kind === 'text'
        ? { id: 'one/1', title: 'One', quality: 'std' as const, seconds: 5, credits: 50 }
        : { id: 'two/2', title: 'Two', quality: 'std' as const, seconds: 5, credits: 60 },
    ];
    expect(shown('create', aForm({ models })).models).toEqual([
      ...['Automatic', 'One · 50 credits', 'Two · 60 credits with other files'],
    ]);
  });
});

describe('the price of shots', () => {
  const form = aForm({ possible: ALL_POSSIBLE });

  it('is that of a second until some are written', () => {
    expect(shown('storyboard', form).price).toBe('About 10 credits per second · 200 left');
  });

  it('counts what is written so far', () => {
    const state = { ...typed('shot1', 'a horse'), ...typed('seconds1', '7') };
    expect(shown('storyboard', form, { state }).price).toBe('70 credits for 7 s so far · 200 left');
    expect(shown('storyboard', form).block('seconds1')?.dispatch_action).toBe(true);
  });
});

it('the price of an edit is the most that it may be', () => {
  const price = ({ scene }: VideoDraft) =>
    priced(scene.kind === 'edit' && scene.images.length > 0 ? 200 : 150, 'One');
  expect(shown('edit', aForm({ price, possible: ALL_POSSIBLE })).price).toBe(
    "Up to 200 credits, by the video's length · 200 left",
  );
});

describe('a field of no use', () => {
  it('is left out where there is one choice', () => {
    const form = aForm({ qualities: ['std'], aspects: ['16:9'] });
    const { block } = shown('create', form);
    expect([block('quality'), block('aspect')]).toEqual([undefined, undefined]);
    expect(block('sound')).toBeDefined();
  });

  it('is left out where no model has the choice of sound', () => {
    const form = aForm({ sound: null });
    expect(shown('create', form).block('sound')).toBeUndefined();
    expect(shown('settings', form).block('sound')).toBeUndefined();
  });

  it('is left out where none that could make it has the choice of sound', () => {
    const price = (draft: VideoDraft) => (draft.settings.sound === null ? byKind(draft) : REFUSED);
    expect(shown('create', aForm({ price })).block('sound')).toBeUndefined();
    expect(shown('settings', aForm({ price })).block('sound')).toBeDefined();
    expect(shown('create', aForm({ price: () => REFUSED })).block('sound')).toBeDefined();
  });

  it.each([
    [null, 'open'],
    [true, 'sound'],
    [false, 'silent'],
  ] as const)('leaves the sound to the model unless somebody likes one: %s', (usual, chosen) => {
    const block = shown('create', aForm({ sound: { usual } })).block('sound');
    expect(block?.element).toMatchObject({ initial_option: { value: chosen } });
  });
});
