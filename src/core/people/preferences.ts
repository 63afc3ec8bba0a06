import type { Identity } from '../teams/domain/identity.ts';
import { languageNamed } from '../messages/domain/language.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { Languages } from '../messages/ports/languages.ts';
import type { CommandOf } from '../chat/domain/command.ts';
import { confirmOverReply, usualReply } from '../chat/domain/replies.ts';
import { ownLanguageReply, unknownLanguageReply } from './domain/language-replies.ts';
import type { PeopleStore } from './ports/person-store.ts';

export interface PreferencesDependencies {
  readonly people: PeopleStore;
  readonly languages: Languages;
}

type Preferred = Omit<CommandOf<'prefer'>, 'type'>;

/**
 * Makes settings somebody's usual ones. They are not held against any model: where none can make
 * what they say, a request goes on without them.
 */
export async function prefer(
  deps: PreferencesDependencies,
  who: Identity,
  { settings, confirmOver: over, language }: Preferred,
): Promise<Reply> {
  const before = await deps.people.preferences(who);
  const asked = {
    ...(over === undefined ? {} : { confirmOver: over }),
    ...(language === undefined ? {} : { language: deps.languages.matching(language) }),
  };
  await deps.people.prefer(who, { ...before, settings, ...asked });
  const reply = usualReply(settings);
  return over === undefined
    ? reply
    : { ...reply, lines: [...reply.lines, ...confirmOverReply(over).lines] };
}

/** Over how many credits a video asks before it starts. */
export async function confirmOver(
  deps: PreferencesDependencies,
  who: Identity,
  over: number | null,
): Promise<Reply> {
  await deps.people.prefer(who, { ...(await deps.people.preferences(who)), confirmOver: over });
  return confirmOverReply(over);
}

/** What somebody is answered in, by whichever name they call it. */
export async function setLanguage(
  deps: PreferencesDependencies,
  who: Identity,
  named: string | null,
): Promise<Reply> {
  const { all } = deps.languages;
  const language = named === null ? null : languageNamed(all, named);
  if (named !== null && language === null) return unknownLanguageReply(named, all);
  const before = await deps.people.preferences(who);
  await deps.people.prefer(who, { ...before, language: language?.tag ?? null });
  return ownLanguageReply(language);
}
