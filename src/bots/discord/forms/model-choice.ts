import { ComponentType } from 'discord.js';
import { z } from 'zod';
import { QUALITIES } from '../../../core/commands/domain/catalogue/setting-fields.ts';
import type { ModelChoice } from '../../../core/chat/domain/form-state.ts';
import { msg, msgOf } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import { facts } from '../../../core/messages/domain/rich-text.ts';
import type { Quality, VideoDraft } from '../../../core/video/domain/video-request.ts';
import { cutPlain } from '../../shared/plain-line.ts';
import { describedAs, labelled, leftWords, LIMITS, rateWords, select } from './form-fields.ts';
import type { Filled } from '../interactions/form-values.ts';
import type { Filling, Label } from './form-fields.ts';

const FIELD = 'quality';

/**
 * The quality, and with it the model where several could make it: a form of Discord's has five
 * fields, and none to spare for each of the two.
 * @param draft as if all that is still to be written were written
 */
export function madeWith(filling: Filling, draft: VideoDraft | null): Label {
  const { form, wording } = filling;
  const qualities = form?.qualities ?? (['std', 'pro'] as const);
  const able = (quality: Quality) =>
    draft === null
      ? []
      : (form?.models({ ...draft, settings: { ...draft.settings, quality } }) ?? []);
  const priced = (choice: ModelChoice | undefined) =>
    choice === undefined ? {} : describedAs(wording, rateWords(choice));
  const chosen = (quality: Quality) => ({ default: quality === form?.settings.quality });
  if (!hasSeveral(qualities.flatMap(able))) {
    const options = qualities.map((quality) => ({
      value: quality,
      label: wording.text(msgOf(QUALITIES[quality])),
      ...chosen(quality),
      ...priced(able(quality)[0]),
    }));
    return labelled(
      wording,
      msg('forms.quality'),
      { type: ComponentType.RadioGroup, custom_id: FIELD, required: false, options },
      leftWords(filling),
    );
  }
  const labelOf = (quality: Quality, model: Message | string) =>
    cutPlain(wording.text(facts(msgOf(QUALITIES[quality]), model)), LIMITS.option);
  const automatic = qualities.flatMap((quality) =>
    able(quality)
      .slice(0, 1)
      .map((it) => ({
        value: quality,
        label: labelOf(quality, msg('forms.automatic')),
        ...chosen(quality),
        ...priced(it),
      })),
  );
  const named = qualities.flatMap((quality) =>
    able(quality).map((it) => ({
      value: `${quality} ${it.id}`,
      label: labelOf(quality, it.title),
      ...priced(it),
    })),
  );
  // One whose name is longer than what Discord carries can still be typed in a command.
  const options = [...automatic, ...named.filter(({ value }) => value.length <= LIMITS.option)];
  return labelled(
    wording,
    msg('forms.quality-and-model'),
    select(FIELD, options.slice(0, LIMITS.options)),
    leftWords(filling),
  );
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
