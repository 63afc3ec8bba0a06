import type { KnownBlock } from '@slack/types';
import type { VideoForm } from '../../../../core/chat/domain/form-state.ts';
import { msg } from '../../../../core/messages/domain/message.ts';
import { CAMERA_WORDS } from '../../../shared/choice-words.ts';
import { cutPlain } from '../../../shared/plain-line.ts';
import { LIMITS, numberInput, optionOf, select, textInput } from '../fields.ts';
import { TITLES } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import type { FormModel } from './form-price.ts';
import { LEFT_OPEN } from './form-values.ts';
import type { Making } from './form-values.ts';

/** Who makes it, where several could. The one that was chosen stays, whether or not it still fits. */
export function modelInput(
  { text }: Drawing,
  choices: readonly FormModel[],
  chosen: string | null,
): KnownBlock[] {
  const known = choices.some((it) => it.id === chosen);
  if (choices.length < 2 && (chosen === null || known)) return [];
  const optionWith = (id: string, title: string, words: string) =>
    optionOf(id, `${cutPlain(title, LIMITS.option - words.length - 3)} · ${words}`);
  const options = choices
    .slice(0, LIMITS.options - 2)
    .map(({ id, title, credits, fits }) =>
      optionWith(
        id,
        title,
        text(
          fits
            ? msg('credits.amount', { amount: credits })
            : msg('forms.price-other-files', { credits }),
        ),
      ),
    );
  const stale =
    chosen === null || known ? [] : [optionWith(chosen, chosen, text(msg('forms.unavailable')))];
  const open = optionOf(LEFT_OPEN, text(msg('forms.automatic')));
  return [
    select('model', text(msg('forms.model')), [open, ...options, ...stale], {
      value: chosen ?? LEFT_OPEN,
      tellsAtOnce: true,
    }),
  ];
}

/** Settings of which each is known to some model here. */
export function advancedInputs({ form, text }: Drawing): KnownBlock[] {
  const { styleLength, cameraMotions, motionIntensity, seed } = form.possible.advanced;
  const asItDoes = optionOf(LEFT_OPEN, text(msg('forms.model-default')));
  const left = { value: LEFT_OPEN, tellsAtOnce: true };
  const blocks: KnownBlock[] = [];
  if (styleLength !== null) {
    const how = { most: styleLength, multiline: false, optional: true };
    blocks.push(textInput('style', text(msg('video.style')), how));
  }
  if (cameraMotions.length > 0) {
    const options = cameraMotions.map((it) => optionOf(it, text(CAMERA_WORDS[it])));
    blocks.push(select('camera', text(msg('video.camera')), [asItDoes, ...options], left));
  }
  if (motionIntensity !== null) {
    const { min, max } = motionIntensity;
    const options = Array.from({ length: max - min + 1 }, (_, index) => String(min + index));
    blocks.push(
      select(
        'motion',
        text(msg('video.motion')),
        [asItDoes, ...options.map((it) => optionOf(it, it))],
        { ...left, hint: text(msg('forms.motion-hint', { min, max })) },
      ),
    );
  }
  if (seed !== null) {
    const how = { ...seed, optional: true, tellsAtOnce: true, hint: text(msg('forms.seed-hint')) };
    blocks.push(numberInput('seed', text(msg('video.seed')), how));
  }
  return blocks;
}

/** What kinds there are here. */
export function makingsOf({ possible }: Pick<VideoForm, 'possible'>): readonly Making[] {
  const { kinds, shots, elements, references, edit } = possible;
  const creates = kinds.includes('text') || kinds.includes('frames') || references !== null;
  return [
    ...(creates ? (['create'] as const) : []),
    ...(shots === null ? [] : (['storyboard'] as const)),
    ...(elements === null ? [] : (['elements'] as const)),
    ...(edit === null ? [] : (['edit'] as const)),
    ...(kinds.includes('replace') ? (['replace'] as const) : []),
  ];
}

export function kindInput({ form, text }: Drawing, making: Making): KnownBlock[] {
  const makings = makingsOf(form);
  if (makings.length < 2 || !makings.includes(making)) return [];
  const options = makings.map((it) => optionOf(it, text(TITLES[it])));
  return [select('kind', text(msg('forms.kind')), options, { value: making, tellsAtOnce: true })];
}
