import type { ModelChoice, Priced, VideoForm } from '../../../../core/chat/domain/form-state.ts';
import { msg } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import { facts } from '../../../../core/messages/domain/rich-text.ts';
import type { RichText } from '../../../../core/messages/domain/rich-text.ts';
import type { VideoDraft } from '../../../../core/video/domain/video-request.ts';
import { cutLine } from '../../../shared/plain-line.ts';
import { REFERENCES_ALONE } from '../../../shared/scene-from-fields.ts';
import type { FormContext } from '../../shared/form-context.ts';
import type { Drawing } from './drawing.ts';
import { draftOf, hasStyle, othersOf } from './priced-drafts.ts';
import type { FormValues, Making } from './form-values.ts';

const LINE = 700;

/** What a form asks for as it stands, and what it may still ask for before it is sent off. */
export interface Drafts {
  readonly now: VideoDraft | null;
  readonly others: readonly VideoDraft[];
}

export function draftsOf(
  making: Making,
  form: VideoForm,
  values: FormValues | null,
  context: FormContext,
): Drafts {
  const now = draftOf(making, form, values, context);
  const any = now ?? draftOf(making, form, null, context);
  return { now, others: any === null ? [] : othersOf(making, form, any, context) };
}

/** What it would cost as it stands. */
export function priceOf({ now }: Pick<Drafts, 'now'>, form: VideoForm): Priced {
  return now === null ? { status: 'refused', words: [REFERENCES_ALONE] } : form.price(now);
}

/** A model, and whether it takes the video as it stands. */
export interface FormModel extends ModelChoice {
  readonly fits: boolean;
}

/** Those that can make it as it stands, then those that could with other files. */
export function modelsOf({ now, others }: Drafts, form: VideoForm): readonly FormModel[] {
  const known = new Map<string, FormModel>();
  for (const draft of now === null ? others : [now, ...others]) {
    const { scene, settings } = draft;
    for (const it of form.models({ scene, settings })) {
      if (!known.has(it.id)) known.set(it.id, { ...it, fits: draft === now });
    }
  }
  return [...known.values()];
}

/** False where no model that could make it has the choice: a field for it would be of no use. */
export function choosesSound({ now, others }: Drafts, form: VideoForm): boolean {
  const drafts = now === null ? others : [now, ...others];
  const takes = (sound: boolean | null) =>
    drafts.some(
      ({ scene, settings }) =>
        form.price({ scene, settings: { ...settings, sound } }).status === 'priced',
    );
  // Where nothing is made at all, that says nothing about sound.
  return takes(true) || takes(false) || !takes(null);
}

/**
 * The highest price that is told below a form: with other files it may come to that. Null where
 * none is, or where it grows with what is typed.
 */
export function highestPrice(making: Making, form: VideoForm, drafts: Drafts): number | null {
  const now = priceOf(drafts, form);
  if (now.status === 'refused' || making === 'storyboard') return null;
  const others = drafts.others.map((it) => form.price(it)).filter((it) => it.status === 'priced');
  return Math.max(...[now, ...others].map((it) => it.credits));
}

/** What is said of the price below a form. */
export function priceLine(
  { form, text }: Drawing,
  making: Making,
  drafts: Drafts,
  values: FormValues | null,
): string {
  const priced = priceOf(drafts, form);
  const others = drafts.others.map((it) => form.price(it)).filter((it) => it.status === 'priced');
  if (priced.status === 'priced') {
    const price = priceWords(making, { form, now: drafts.now, values }, [priced, ...others]);
    // How long a given video is, is measured once it is sent off.
    const sure = making === 'edit' || making === 'replace' ? 0 : priced.credits;
    return text(facts(price, leftWords(form, sure)));
  }
  if (values !== null || others.length === 0) return cutLine(text(priced.words), LINE);
  const credits = Math.min(...others.map((it) => it.credits));
  return text(facts(msg('forms.price-from', { credits }), leftWords(form, 0)));
}

function leftWords({ left }: VideoForm, price: number): Message {
  if (left === null) return msg('credits.left-unlimited');
  return price > left ? msg('credits.left-not-enough', { left }) : msg('credits.left', { left });
}

type Known = Extract<Priced, { status: 'priced' }>;

/** @param all as it stands, and as it may still become */
function priceWords(
  making: Making,
  { form, now, values }: { form: VideoForm; now: VideoDraft | null; values: FormValues | null },
  all: readonly [Known, ...Known[]],
): Message | RichText {
  switch (making) {
    case 'edit':
    case 'replace':
      return msg('forms.price-by-length', { credits: Math.max(...all.map((it) => it.credits)) });
    case 'storyboard':
      return shotsPrice(now, all, values);
    case 'create':
    case 'elements':
      return priceRange(all, hasStyle(making, form) ? 'yes' : 'no');
  }
}

/** The model is only named where nothing that is still open changes it. */
function priceRange(all: readonly [Known, ...Known[]], style: 'yes' | 'no'): Message | RichText {
  const [{ credits, model }] = all;
  const amounts = all.map((it) => it.credits);
  const [least, most] = [Math.min(...amounts), Math.max(...amounts)];
  if (least !== most) {
    return facts(
      msg('forms.price-with-model', { credits, model }),
      msg('forms.price-range', { least, most, style }),
    );
  }
  return all.every((it) => it.model === model)
    ? msg('forms.price-with-model', { credits, model })
    : msg('credits.amount', { amount: credits });
}

/** A shot that is being written is not known yet: what a second costs holds for it too. */
function shotsPrice(
  now: VideoDraft | null,
  all: readonly [Known, ...Known[]],
  values: FormValues | null,
): Message {
  const shots = now?.scene.kind === 'shots' ? now.scene.shots : [];
  const seconds = shots.reduce((sum, it) => sum + it.seconds, 0);
  if (values?.shots.some(({ prompt }) => prompt.trim() !== '') === true) {
    return msg('forms.price-so-far', { credits: all[0].credits, seconds });
  }
  const amounts = all.map((it) => it.credits / seconds);
  const [least, most] = [rounded(Math.min(...amounts)), rounded(Math.max(...amounts))];
  return least === most
    ? msg('forms.price-per-second', { rate: least })
    : msg('forms.price-per-second-range', { least, most });
}

function rounded(amount: number): number {
  return Math.round(amount * 10) / 10;
}
