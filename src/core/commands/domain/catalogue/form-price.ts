import type { ModelChoice, Priced, VideoForm } from '../../../chat/domain/form-state.ts';
import type { Attachment } from '../../../media/domain/media.ts';
import { msg } from '../../../messages/domain/message.ts';
import type { Message } from '../../../messages/domain/message.ts';
import { facts } from '../../../messages/domain/rich-text.ts';
import type { RichText } from '../../../messages/domain/rich-text.ts';
import type { VideoDraft } from '../../../video/domain/video-request.ts';
import { asIfWritten, hasStyle, othersOf, untouched } from './form-drafts.ts';
import type { MakingCommand } from './video-commands.ts';
import type { VideoValues } from './video-field.ts';
import { REFERENCES_ALONE, shotsIn } from './video-values.ts';

/** What a form asks for as it stands, and what it may still ask for before it is sent off. */
export interface Drafts {
  readonly now: VideoDraft | null;
  readonly others: readonly VideoDraft[];
}

/**
 * @param filled null: nobody touched it yet
 * @param first one of the pictures that it will start from, where they are known before
 */
export function draftsOf(
  command: MakingCommand,
  form: VideoForm,
  filled: VideoValues | null,
  first: Attachment | null,
): Drafts {
  const nothing = untouched(command, form);
  const now = asIfWritten(command, filled ?? nothing, form, first);
  const any = now ?? asIfWritten(command, nothing, form, first);
  return { now, others: any === null ? [] : othersOf(command, form, any, first) };
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
export function highestPrice(
  { name }: MakingCommand,
  form: VideoForm,
  drafts: Drafts,
): number | null {
  const now = priceOf(drafts, form);
  if (now.status === 'refused' || name === 'storyboard') return null;
  const others = drafts.others.map((it) => form.price(it)).filter((it) => it.status === 'priced');
  return Math.max(...[now, ...others].map((it) => it.credits));
}

/** What is said of the price below a form. */
export function priceLine(
  command: MakingCommand,
  form: VideoForm,
  drafts: Drafts,
  filled: VideoValues | null,
): RichText {
  const priced = priceOf(drafts, form);
  const others = drafts.others.map((it) => form.price(it)).filter((it) => it.status === 'priced');
  if (priced.status === 'priced') {
    const all = [priced, ...others] as const;
    const price = priceWords(command, { form, drafts, filled }, all);
    // How long a given video is, is measured once it is sent off.
    const sure = isOfVideo(command) ? 0 : priced.credits;
    return facts(price, leftWords(form, sure));
  }
  if (filled !== null || others.length === 0) return priced.words;
  const credits = Math.min(...others.map((it) => it.credits));
  return facts(msg('forms.price-from', { credits }), leftWords(form, 0));
}

function isOfVideo({ name }: MakingCommand): boolean {
  return name === 'edit' || name === 'replace';
}

function leftWords({ left }: VideoForm, price: number): Message {
  if (left === null) return msg('credits.left-unlimited');
  return price > left ? msg('credits.left-not-enough', { left }) : msg('credits.left', { left });
}

type Known = Extract<Priced, { status: 'priced' }>;

/** @param all as it stands, and as it may still become */
function priceWords(
  command: MakingCommand,
  { form, drafts, filled }: { form: VideoForm; drafts: Drafts; filled: VideoValues | null },
  all: readonly [Known, ...Known[]],
): Message | RichText {
  if (isOfVideo(command)) {
    return msg('forms.price-by-length', { credits: Math.max(...all.map((it) => it.credits)) });
  }
  return command.name === 'storyboard'
    ? shotsPrice(drafts.now, all, filled)
    : priceRange(all, hasStyle(command, form) ? 'yes' : 'no');
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
  filled: VideoValues | null,
): Message {
  const shots = now?.scene.kind === 'shots' ? now.scene.shots : [];
  const seconds = shots.reduce((sum, it) => sum + it.seconds, 0);
  if (filled !== null && shotsIn(filled).length > 0) {
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
