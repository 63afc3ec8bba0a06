import type { InteractionContext } from '../chat/domain/interaction.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { Languages } from '../messages/ports/languages.ts';
import { ENGLISH } from '../messages/domain/language.ts';
import type { Identity } from '../teams/domain/identity.ts';
import type { Requester } from '../teams/domain/requester.ts';
import type { TeamSettings } from '../teams/domain/team-settings.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';
import type { PeopleStore } from './ports/person-store.ts';

export interface TeamLanguageDependencies {
  readonly languages: Languages;
}

export interface LanguageDependencies extends TeamLanguageDependencies {
  readonly people: PeopleStore;
  readonly teams: TeamStore;
}

/** What somebody is answered in: what they set, else what their chat says, else their team's. */
export async function languageOf(
  deps: LanguageDependencies,
  who: Identity,
  { person }: Requester,
): Promise<string> {
  const { language } = await deps.people.preferences(who);
  return (
    deps.languages.matching(language) ??
    deps.languages.matching(person.locale) ??
    teamLanguage(deps, await deps.teams.settings(who.teamId))
  );
}

/** What a whole channel reads. */
export function teamLanguage(
  { languages }: TeamLanguageDependencies,
  { language }: TeamSettings,
): string {
  return languages.matching(language) ?? ENGLISH;
}

/** What is told of a change that may be one of the language itself. */
export async function inLanguageNow(
  deps: LanguageDependencies,
  { who, requester }: InteractionContext,
  reply: Reply,
): Promise<Reply> {
  return { ...reply, language: await languageOf(deps, who, requester) };
}

/** For when nothing can be read that is kept of somebody: what their chat says. */
export function toldLanguage(
  { languages }: TeamLanguageDependencies,
  { person }: Requester,
): string {
  return languages.matching(person.locale) ?? ENGLISH;
}
