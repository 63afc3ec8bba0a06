import { Locale } from 'discord.js';
import type { LocalizationMap } from 'discord.js';
import { ENGLISH } from '../../../core/messages/domain/language.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import { matchingLanguage } from '../../../messages/languages.ts';
import { wordingOf } from '../wording.ts';

/** Discord's names of the languages there are, each with ours; what is not there is read in English. */
const LOCALES = Object.values(Locale).flatMap((locale) => {
  const language = matchingLanguage(locale);
  return language === null || language === ENGLISH ? [] : [{ locale, language }];
});

function localizations(message: Message): LocalizationMap {
  return Object.fromEntries(
    LOCALES.map(({ locale, language }) => [locale, wordingOf(language).text(message)]),
  );
}

/** What a command or an option is for, in every language. */
export function described(message: Message) {
  return {
    description: wordingOf(ENGLISH).text(message),
    description_localizations: localizations(message),
  };
}

/** What a choice is called in every language; its value stays. */
export function named(message: Message) {
  return {
    name: wordingOf(ENGLISH).text(message),
    name_localizations: localizations(message),
  };
}

/** What can be chosen, by what is sent when it is. */
export function choices(options: Readonly<Record<string, Message>>) {
  return Object.entries(options).map(([value, message]) => ({ value, ...named(message) }));
}
