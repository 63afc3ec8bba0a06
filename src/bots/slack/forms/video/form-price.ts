import type { ModelChoice, Priced, VideoForm } from '../../../../core/chat/domain/form-state.ts';
import { credits, grouped } from '../../../../core/messages/domain/rich-text.ts';
import type { VideoDraft } from '../../../../core/video/domain/video-request.ts';
import { REFERENCES_ALONE } from '../../../shared/scene-from-fields.ts';
import type { FormContext } from '../../shared/form-context.ts';
import { wordingOf } from '../../wording.ts';
import { plainText } from '../../rendering/markup.ts';
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
  making: Making,
  form: VideoForm,
  drafts: Drafts,
  values: FormValues | null,
): string {
  const priced = priceOf(drafts, form);
  const others = drafts.others.map((it) => form.price(it)).filter((it) => it.status === 'priced');
  const { left } = form;
  const have = left === null ? 'You have no limit.' : `You have ${grouped(left)} left.`;
  const told = (price: string, short = false) =>
    `${price}, charged only if the video arrives. ${have}${short ? ' That is not enough.' : ''}`;
  if (priced.status === 'refused') {
    const least = Math.min(...others.map((it) => it.credits));
    return values === null && others.length > 0
      ? told(`From ${credits(least)}, once a file is given`)
      : plainText(wordingOf(form.language).line(priced.words), LINE);
  }
  const short = left !== null && priced.credits > left;
  const all = [priced, ...others];
  switch (making) {
    // How long a given video is, is measured once it is sent off.
    case 'edit':
    case 'replace':
      return told(`Up to ${highest(all)}, by the length of the video`);
    case 'storyboard':
      return told(shotsPrice(drafts.now, priced, all, values), short);
    case 'create':
    case 'elements':
      return told(
        rangeOf(priced, all, hasStyle(making, form) ? 'files or a style' : 'files'),
        short,
      );
  }
}

type Known = Extract<Priced, { status: 'priced' }>;

function highest(all: readonly Known[]): string {
  const most = Math.max(...all.map((it) => it.credits));
  return `${credits(most)}${withModel(all)}`;
}

/** Only named where nothing that is still open changes it. */
function withModel(all: readonly Known[]): string {
  const [first, ...rest] = new Set(all.map((it) => it.model));
  return first === undefined || rest.length > 0 ? '' : ` with ${first}`;
}

function rangeOf(now: Known, all: readonly Known[], what: string): string {
  const amounts = all.map((it) => it.credits);
  const [least, most] = [Math.min(...amounts), Math.max(...amounts)];
  if (least === most) return `${credits(now.credits)}${withModel(all)}`;
  const others = least === now.credits ? 'up to' : `${grouped(least)} to`;
  return `${credits(now.credits)} with ${now.model} as it stands, ${others} ${grouped(most)} with other ${what}`;
}

/** A shot that is being written is not known yet: what a second costs holds for it too. */
function shotsPrice(
  now: VideoDraft | null,
  priced: Known,
  all: readonly Known[],
  values: FormValues | null,
): string {
  const shots = now?.scene.kind === 'shots' ? now.scene.shots : [];
  const seconds = shots.reduce((sum, it) => sum + it.seconds, 0);
  const amounts = all.map((it) => it.credits / seconds);
  const [least, most] = [rounded(Math.min(...amounts)), rounded(Math.max(...amounts))];
  const rate = least === most ? `about ${least}` : `about ${least} to ${most}`;
  const typed = values?.shots.some(({ prompt }) => prompt.trim() !== '') ?? false;
  return typed
    ? `${credits(priced.credits)} for the ${seconds} seconds so far, ${rate} a second${withModel(all)}`
    : `A${rate.slice(1)} credits a second${withModel(all)}, all shots together`;
}

function rounded(amount: number): number {
  return Math.round(amount * 10) / 10;
}
