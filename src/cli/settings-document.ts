import { writeFile } from 'node:fs/promises';
import { settingsDocument } from '../config/settings-document.ts';

/** `npm run docs:settings`: writes docs/settings.md. */
await writeFile(new URL('../../docs/settings.md', import.meta.url), settingsDocument());
