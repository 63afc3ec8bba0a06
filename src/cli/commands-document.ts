import { writeFile } from 'node:fs/promises';
import { commandsDocument } from '../config/commands-document.ts';

/** `npm run docs:commands`: writes docs/commands.md. */
await writeFile(new URL('../../docs/commands.md', import.meta.url), commandsDocument());
