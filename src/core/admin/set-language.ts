import { languageNamed } from '../messages/domain/language.ts';
import { msg } from '../messages/domain/message.ts';
import { plainReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { languageWords, unknownLanguageReply } from '../people/domain/language-replies.ts';
import { teamLanguage } from '../people/language.ts';
import type { TeamLanguageDependencies } from '../people/language.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';
import type { Admin } from './subject.ts';

export interface SetLanguageDependencies extends TeamLanguageDependencies {
  readonly teams: TeamStore;
}

/** What channels of the team read, by whichever name the admin calls it. */
export async function changeTeamLanguage(
  deps: SetLanguageDependencies,
  { context, entry }: Admin,
  named: string,
): Promise<Reply> {
  const { all } = deps.languages;
  const language = languageNamed(all, named);
  if (language === null) return unknownLanguageReply(named, all);
  const { before } = await deps.teams.change(
    context.who.teamId,
    (settings) =>
      teamLanguage(deps, settings) === language.tag
        ? settings
        : { ...settings, language: language.tag },
    entry,
  );
  const was = all.find((it) => it.tag === teamLanguage(deps, before));
  if (was === undefined || was === language) {
    return plainReply(languageWords(language), msg('admin.no-change'));
  }
  const label = msg('forms.language');
  return plainReply(msg('admin.changed', { label, is: language.name, was: was.name }));
}
