import { platformDefinitions } from '../bots/registry.ts';
import { providerDefinitions } from '../providers/registry.ts';
import type { SettingDescription } from '../settings/settings.ts';
import { configSettings } from './config.ts';

const HEAD = `# Settings

<!-- Written by \`npm run docs:settings\` from where each setting is declared: change it there. -->

They are read from the environment, and from a file named \`.env\` in the folder where the service is started;
[.env.example](../.env.example) is one to begin with. A variable that is left empty is left out.

One chat and one provider have to be set up. A chat or provider is left out unless what it *needs* is set.
`;

/** Every setting of the product in one document, `docs/settings.md`. */
export function settingsDocument(): string {
  const sections = [
    ...platformDefinitions.map((it) => section(it, `src/bots/${it.name}`)),
    ...providerDefinitions.map((it) => section(it, `src/providers/${it.name}`)),
    section({ title: 'The service', settings: configSettings }),
  ];
  return [HEAD, ...sections].join('\n');
}

function section(
  it: { readonly title: string; readonly settings: readonly SettingDescription[] },
  folder?: string,
): string {
  return [
    `## ${it.title}`,
    '',
    ...(folder === undefined ? [] : [`More in [its folder](../${folder}/README.md).`, '']),
    '| variable | what it does | left out |',
    '|---|---|---|',
    ...it.settings.map(row),
    '',
  ].join('\n');
}

function row(setting: SettingDescription): string {
  const { variable, description, howToGet, example } = setting;
  const fallback = setting.default;
  const sentences = [
    description,
    ...(howToGet === null ? [] : [howToGet]),
    ...(example === null || example === fallback ? [] : [`For example \`${example}\``]),
  ];
  const leftOut = setting.required ? 'needed' : fallback === null ? '–' : `\`${fallback}\``;
  return `| \`${variable}\` | ${cell(sentences.map(ended).join(' '))} | ${leftOut} |`;
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** Variables of ours are known by their underscores. */
function cell(text: string): string {
  const named = text.replace(/(?<!`)\b[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]\b/g, '`$&`');
  return named.replaceAll('|', '\\|');
}
