import { expect, it } from 'vitest';
import { CATALOGUE } from '../../src/core/messages/domain/catalogue.ts';
import type { MessageKey } from '../../src/core/messages/domain/catalogue.ts';
import { LANGUAGES } from '../../src/messages/languages.ts';
import { createWording } from '../../src/messages/wording.ts';
import { filled, usual } from './samples.ts';

/** To be read from top to bottom by somebody who speaks the language. */
it.each(LANGUAGES)('Every message in %s is as it was read last', async (language) => {
  const wording = createWording(language);
  const lines = (Object.keys(CATALOGUE) as MessageKey[]).flatMap((key) => {
    const texts = new Set(filled(key, usual).map((it) => wording.text(it)));
    return [key, ...[...texts].map((it) => `    ${it}`)];
  });
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`rendered/${language}.txt`);
});
