import { z } from 'zod';
import type { ModelChoice, VideoForm } from '../../../core/chat/domain/form-state.ts';
import type { Quality, VideoDraft } from '../../../core/video/domain/video-request.ts';
import { QUALITY_WORDS } from '../../shared/choice-words.ts';
import { cutPlain } from '../../shared/plain-line.ts';
import { described, labelled, LIMITS, qualityChoice, select } from './form-fields.ts';
import type { Filled } from '../interactions/form-values.ts';
import type { Label } from './form-fields.ts';
import { wordingOf } from '../wording.ts';

const english = wordingOf(null);

const FIELD = 'quality';

/**
 * The quality, and with it the model where several could make it: a form of Discord's has five
 * fields, and none to spare for each of the two.
 * @param draft as if all that is still to be written were written
 */
export function madeWith(
  form: VideoForm | null,
  draft: VideoDraft,
  costOf: (choice: ModelChoice) => string,
  words: string | null = null,
): Label {
  const able = (quality: Quality) =>
    form?.models({ ...draft, settings: { ...draft.settings, quality } }) ?? [];
  if (form === null || !hasSeveral(form.qualities.flatMap(able))) {
    const cheapest = (_form: VideoForm, quality: Quality) => able(quality).map(costOf)[0] ?? null;
    return labelled('Quality', qualityChoice(FIELD, form, cheapest), words);
  }
  const cheapest = form.qualities.flatMap((quality) =>
    able(quality)
      .slice(0, 1)
      .map((it) => ({
        value: quality,
        label: `${english.text(QUALITY_WORDS[quality])}: the team's choice, else the cheapest that can`,
        default: quality === form.settings.quality,
        ...described(costOf(it)),
      })),
  );
  const named = form.qualities.flatMap((quality) =>
    able(quality).map((it) => ({
      value: `${quality} ${it.id}`,
      label: cutPlain(`${english.text(QUALITY_WORDS[quality])}, ${it.title}`, LIMITS.option),
      ...described(costOf(it)),
    })),
  );
  // One whose name is longer than what Discord carries can still be typed in a command.
  const options = [...cheapest, ...named.filter(({ value }) => value.length <= LIMITS.option)];
  return labelled('Quality and model', select(FIELD, options.slice(0, LIMITS.options)), words);
}

function hasSeveral(models: readonly ModelChoice[]): boolean {
  return new Set(models.map((it) => it.id)).size > 1;
}

const chosenSchema = z
  .string()
  .regex(/^(?:std|pro)(?: \S{1,150})?$/)
  .transform((text) => text.split(' '))
  .pipe(z.tuple([z.enum(['std', 'pro'])], z.string()))
  .transform(([quality, model]) => ({ quality, ...(model === undefined ? {} : { model }) }));

/** Null for what is no choice at all: a client can be made to send anything. */
export function readMadeWith(
  filled: Filled,
): { readonly quality: Quality | null; readonly model?: string } | null {
  const chosen = filled.text(FIELD);
  if (chosen === null) return { quality: null };
  return chosenSchema.safeParse(chosen).data ?? null;
}
