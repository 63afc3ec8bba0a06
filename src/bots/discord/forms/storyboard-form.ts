import { msg } from '../../../core/messages/domain/message.ts';
import type { Attachment } from '../../../core/media/domain/media.ts';
import type { NamedElement, VideoDraft } from '../../../core/video/domain/video-request.ts';
import {
  calling,
  named,
  SHOT_SECONDS,
  shotOf,
  STILL_TO_WRITE,
} from '../../shared/scene-from-fields.ts';
import type { RichText } from '../../../core/messages/domain/rich-text.ts';
import { labelled, paragraph, rateWords } from './form-fields.ts';
import type { Filled } from '../interactions/form-values.ts';
import type { Filling, FormRead, Modal } from './form-fields.ts';

/** As many as a form has fields for, and any model takes. */
const MOST_SHOTS = 5;

/** What the command says of the video before its shots are asked for. */
export interface Storyboard {
  readonly first: Attachment | null;
  readonly elements: readonly NamedElement<Attachment>[];
  readonly choices: Omit<VideoDraft, 'scene'>;
}

/** The form for the shots of a video. */
export function storyboardModal(customId: string, storyboard: Storyboard, filling: Filling): Modal {
  const { form, wording } = filling;
  const shots = form?.possible.shots ?? null;
  const most = Math.min(shots?.most ?? MOST_SHOTS, MOST_SHOTS);
  const first = storyboard.first === null ? 'forms.shot' : 'forms.shot-from-image';
  const hints = [msg('forms.shot-typed-hint', { usual: SHOT_SECONDS }), price(storyboard, filling)];
  return {
    custom_id: customId,
    title: wording.text(msg('forms.kind-storyboard')),
    components: Array.from({ length: most }, (_, index) =>
      labelled(
        wording,
        msg(index === 0 ? first : 'forms.shot', { number: index + 1 }),
        paragraph(
          fieldOf(index),
          shots === null ? undefined : shots.promptLength + 10,
          index === 0,
        ),
        hints[index] ?? null,
      ),
    ),
  };
}

function fieldOf(index: number): string {
  return `shot${index + 1}`;
}

/** What is sent off is priced by its own length. */
function price(storyboard: Storyboard, { form }: Filling): RichText | null {
  if (form === null) return null;
  const seconds = Math.min(form.possible.shots?.seconds.max ?? 5, form.settings.seconds);
  const priced = form.price(withOneShot(storyboard, seconds));
  if (priced.status === 'refused') return null;
  const { left } = form;
  return rateWords(
    { credits: priced.credits, seconds },
    left === null ? msg('credits.left-unlimited') : msg('credits.left', { left }),
  );
}

/** The video as if its only shot were written, and called everything by its name. */
export function withOneShot({ first, elements, choices }: Storyboard, seconds: number): VideoDraft {
  const prompt = `${STILL_TO_WRITE} ${calling(elements)}`;
  return {
    ...choices,
    scene: { kind: 'shots', shots: [{ prompt, seconds }], first, ...named(elements) },
  };
}

export function readStoryboard(filled: Filled, storyboard: Storyboard): FormRead {
  const { first, elements, choices } = storyboard;
  const shots = Array.from({ length: MOST_SHOTS }, (_, index) =>
    shotOf(filled.text(fieldOf(index)) ?? ''),
  ).filter((it) => it !== null);
  const scene = { kind: 'shots', shots, first, ...named(elements) } as const;
  return { status: 'read', draft: { ...choices, scene } };
}
