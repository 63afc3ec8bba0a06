import { untilMended } from '../core/shared/ports/until-mended.ts';
import type { Mending } from '../core/shared/ports/until-mended.ts';
import { DataFolderFull } from '../settings/data-folder.ts';

/** Opens something in DATA_DIR; while its disk is full that is said, and tried again. */
export function onceThereIsRoom<opened>(
  open: () => Promise<opened>,
  options: Mending,
): Promise<opened> {
  return untilMended(open, whyFull, 'disk full', options);
}

function whyFull(error: unknown): object | null {
  if (!(error instanceof DataFolderFull)) return null;
  const { variable, problem, fix } = error.told;
  return { reason: `${variable} ${problem}`, fix };
}
