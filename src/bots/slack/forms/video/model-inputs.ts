import type { KnownBlock, PlainTextOption } from '@slack/types';
import type { VideoForm } from '../../../../core/chat/domain/form-state.ts';
import { credits } from '../../../../core/messages/domain/rich-text.ts';
import { CAMERA_WORDS } from '../../../shared/choice-words.ts';
import { cutPlain } from '../../../shared/plain-line.ts';
import { LIMITS, numberInput, optionOf, select, textInput } from '../fields.ts';
import type { FormModel } from './form-price.ts';
import { LEFT_OPEN } from './form-values.ts';
import type { Making } from './form-values.ts';
import { wordingOf } from '../../wording.ts';

const english = wordingOf(null);

/** Who makes it, where several could. The one that was chosen stays, whether or not it still fits. */
export function modelInput(choices: readonly FormModel[], chosen: string | null): KnownBlock[] {
  const known = choices.some((it) => it.id === chosen);
  if (choices.length < 2 && (chosen === null || known)) return [];
  const options = choices.slice(0, LIMITS.options - 2).map((it) => {
    const price = ` · ${credits(it.credits)}${it.fits ? '' : ', with other files'}`;
    return optionOf(it.id, cutPlain(it.title, LIMITS.option - price.length) + price);
  });
  const stale = chosen === null || known ? [] : [optionOf(chosen, `${cutPlain(chosen, 50)} · no`)];
  const open = optionOf(LEFT_OPEN, "The team's choice, else the cheapest that can");
  return [
    select('model', 'Model', [open, ...options, ...stale], {
      value: chosen ?? LEFT_OPEN,
      tellsAtOnce: true,
    }),
  ];
}

/** Settings of which each is known to some model here. */
export function advancedInputs({ possible: { advanced } }: VideoForm): KnownBlock[] {
  const { styleLength, cameraMotions, motionIntensity, seed } = advanced;
  const asItDoes = optionOf(LEFT_OPEN, 'As the model does');
  return [
    ...(styleLength === null
      ? []
      : [textInput('style', 'Style', { most: styleLength, multiline: false, optional: true })]),
    ...(cameraMotions.length === 0
      ? []
      : [
          select(
            'camera',
            'Camera',
            [asItDoes, ...cameraMotions.map((it) => optionOf(it, english.text(CAMERA_WORDS[it])))],
            { value: LEFT_OPEN, tellsAtOnce: true },
          ),
        ]),
    ...(motionIntensity === null ? [] : [motionInput(motionIntensity, asItDoes)]),
    ...(seed === null
      ? []
      : [
          numberInput('seed', 'Seed', {
            ...seed,
            optional: true,
            tellsAtOnce: true,
            hint: 'The same number makes the same video again, where a model knows it.',
          }),
        ]),
  ];
}

function motionInput({ min, max }: { min: number; max: number }, open: PlainTextOption) {
  const options = Array.from({ length: max - min + 1 }, (_, index) => String(min + index));
  return select('motion', 'How much moves', [open, ...options.map((it) => optionOf(it, it))], {
    value: LEFT_OPEN,
    tellsAtOnce: true,
  });
}

const KIND_WORDS = {
  create: 'From words and pictures',
  storyboard: 'Several shots',
  elements: 'People and things of mine in it',
  edit: 'Change a video',
  replace: 'Another character in a video',
} as const satisfies Record<Making, string>;

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

export function kindInput(form: VideoForm, making: Making): KnownBlock[] {
  const makings = makingsOf(form);
  if (makings.length < 2 || !makings.includes(making)) return [];
  const options = makings.map((it) => optionOf(it, KIND_WORDS[it]));
  return [select('kind', 'Kind of video', options, { value: making, tellsAtOnce: true })];
}
