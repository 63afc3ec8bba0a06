import { asIfWritten } from '../../../core/commands/domain/catalogue/form-drafts.ts';
import { QUALITIES } from '../../../core/commands/domain/catalogue/setting-fields.ts';
import { MAKING } from '../../../core/commands/domain/catalogue/video-commands.ts';
import type { Requester } from '../../../core/teams/domain/requester.ts';
import type { ModelChoice, VideoForm } from '../../../core/chat/domain/form-state.ts';
import { msg, msgOf } from '../../../core/messages/domain/message.ts';
import { facts } from '../../../core/messages/domain/rich-text.ts';
import type { VideoDraft } from '../../../core/video/domain/video-request.ts';
import { withTimeout } from '../../shared/with-timeout.ts';
import { createTtlCache } from '../../shared/ttl-cache.ts';
import { cutPlain } from '../../shared/plain-line.ts';
import { readVideoFields } from '../commands/read-video-fields.ts';
import type { TypingDeed } from '../interactions/interaction-data.ts';
import type { Focused, Options } from '../interactions/options.ts';
import { confirmChoices } from './confirm-choices.ts';
import { modelsLike, zonesLike } from './quota-suggestions.ts';
import type { Suggestion } from './quota-suggestions.ts';
import type { FormDependencies } from '../forms/form-dependencies.ts';
import { matchingLanguage } from '../../../messages/languages.ts';
import type { Wording } from '../../../messages/wording.ts';
import { wordingOf } from '../wording.ts';

/** What Discord takes. */
const LIMITS = { choices: 25, name: 100 } as const;

/** Somebody who types asks with every letter, and prices do not change that fast. */
const FRESH_MS = 10_000;
/** Discord gives three seconds, and nobody looks at what comes as late as that. */
const PATIENCE_MS = 1_500;

/** What fits what was typed so far; models each with its price. Never throws. */
export type Suggest = (typed: TypingDeed, requester: Requester) => Promise<readonly Suggestion[]>;

export function createSuggest({ clock, logger, conversations }: FormDependencies): Suggest {
  const forms = createTtlCache<VideoForm>({ clock, freshMs: FRESH_MS, most: 1_000 });
  return async (typed, requester) => {
    try {
      const wording = wordingOf(matchingLanguage(requester.person.locale));
      const known = knownSuggestions(typed.focused, clock.now(), wording);
      if (known !== null) return known;
      const asked = forms.get(keyOf(requester), () => conversations.form(requester));
      const form = await withTimeout(clock, PATIENCE_MS, asked);
      return form === null ? [] : suggestionsOf(typed, form);
    } catch (error) {
      logger.warn({ err: error }, 'discord: no models were suggested');
      return [];
    }
  };
}

function keyOf({ workspace, person, roles }: Requester): string {
  return JSON.stringify([workspace.id, person.id, roles]);
}

/** Null where it depends on what is set up here. */
function knownSuggestions(
  { name, value }: Focused,
  now: Date,
  wording: Wording,
): readonly Suggestion[] | null {
  if (name === 'zone') return zonesLike(value, now, wording);
  return name === 'confirm_over' ? confirmChoices(value, wording) : null;
}

function suggestionsOf(typed: TypingDeed, form: VideoForm): Suggestion[] {
  const { focused, options } = typed;
  if (typed.name === 'quota') return modelsLike(focused.value, form);
  const draft = draftOf(typed.subcommand, options, form);
  if (focused.name !== 'model' || draft === null) return [];
  const words = focused.value.trim().toLowerCase();
  const wording = wordingOf(form.language);
  return form
    .models(draft)
    .filter(({ id, title }) => `${title} ${id}`.toLowerCase().includes(words))
    .slice(0, LIMITS.choices)
    .map((it) => ({ name: nameOf(it, wording), value: it.id }));
}

/** Of a given video, for the longest that it can be. */
function nameOf({ title, quality, seconds, credits }: ModelChoice, wording: Wording): string {
  const price = msg('forms.price-for-length', { credits, seconds });
  const rest = ` · ${wording.text(facts(msgOf(QUALITIES[quality]), price))}`;
  return cutPlain(title, LIMITS.name - rest.length) + rest;
}

/** What was typed so far, with what is still to be typed filled in; null where nothing fits it. */
function draftOf(subcommand: string, options: Options, form: VideoForm): VideoDraft | null {
  const command = MAKING.find((it) => it.name === subcommand);
  if (command === undefined) return null;
  const read = readVideoFields(command.fields, options);
  return 'problem' in read ? null : asIfWritten(command, { ...read.values, model: null }, form);
}
