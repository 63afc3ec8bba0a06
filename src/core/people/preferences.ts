import type { Identity } from '../teams/domain/identity.ts';
import { UNSET_SETTINGS } from '../video/domain/video-request.ts';
import type { VideoDraft } from '../video/domain/video-request.ts';
import type { Asking, ConfirmOver } from '../teams/domain/confirm-over.ts';
import { askingOf } from '../teams/domain/confirm-over.ts';
import { languageNamed } from '../messages/domain/language.ts';
import { plainReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { rich } from '../messages/domain/rich-text.ts';
import type { Languages } from '../messages/ports/languages.ts';
import type { CommandOf } from '../chat/domain/command.ts';
import { confirmOverReply, usualReply } from '../chat/domain/replies.ts';
import { languageWords, unknownLanguageReply } from './domain/language-replies.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';
import type { PeopleStore } from './ports/person-store.ts';

export interface PreferencesDependencies {
  readonly people: PeopleStore;
  readonly languages: Languages;
  readonly teams: TeamStore;
}

type Preferred = Omit<CommandOf<'prefer'>, 'type'>;

/**
 * What somebody likes from now on. Their usual settings are not held against any model: where none
 * can make what they say, a request goes on without them.
 */
export async function prefer(
  deps: PreferencesDependencies,
  who: Identity,
  { settings: chosen, keep, confirmOver: over, language: named }: Preferred,
): Promise<Reply> {
  const { all } = deps.languages;
  const language = named == null ? null : languageNamed(all, named);
  if (named != null && language === null) return unknownLanguageReply(named, all);
  const before = await deps.people.preferences(who);
  const settings =
    chosen === undefined
      ? undefined
      : usualOf(chosen, keep === true ? before.settings : UNSET_SETTINGS);
  await deps.people.prefer(who, {
    settings: settings ?? before.settings,
    confirmOver: over === undefined ? before.confirmOver : over,
    language: named === undefined ? before.language : (language?.tag ?? null),
  });
  const own = named === undefined ? [] : [languageWords(language)];
  const [reply, ...more] = [
    ...(settings === undefined ? [] : [usualReply(settings)]),
    ...(over === undefined ? [] : [confirmOverReply(await askingNow(deps, who, over))]),
  ];
  if (reply === undefined) return plainReply(own);
  return { ...reply, lines: [reply, ...more].flatMap((it) => it.lines).concat(own.map(rich)) };
}

async function askingNow(
  { teams }: PreferencesDependencies,
  { teamId }: Identity,
  own: ConfirmOver,
): Promise<Asking> {
  return askingOf(own, (await teams.settings(teamId)).confirmOver);
}

/** A seed, a style and what else only some models have are of one video: nobody would see them again. */
function usualOf(
  { seconds, quality, aspect, sound, guidance }: VideoDraft['settings'],
  before: VideoDraft['settings'],
): VideoDraft['settings'] {
  return {
    seconds: seconds ?? before.seconds,
    quality: quality ?? before.quality,
    aspect: aspect ?? before.aspect,
    sound: sound ?? before.sound,
    guidance: guidance ?? before.guidance,
  };
}
