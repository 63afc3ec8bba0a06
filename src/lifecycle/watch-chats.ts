import type { PlatformConnection } from '../bots/shared/define-platform.ts';
import { platformDefinitions } from '../bots/registry.ts';
import type { Reply } from '../core/messages/domain/reply.ts';
import {
  chatUnreachableReply,
  chatReachableReply,
} from '../core/providers/domain/operator-alerts.ts';
import type { Clock } from '../core/shared/ports/clock.ts';

const LOOK_MS = 60_000;
/** A chat that restarts its servers is back by then. */
const AWAY_MS = 5 * 60_000;

/** Tells operators of a chat from which no interactions arrive, once, and when it is over. */
export async function watchChats(
  connections: readonly Pick<PlatformConnection, 'platform' | 'ready' | 'trouble'>[],
  { clock, tell }: { readonly clock: Clock; readonly tell: (reply: Reply) => void },
  signal: AbortSignal,
): Promise<void> {
  const watches = connections.map((it) => watchOf(it, { clock, tell }));
  for (;;) {
    await clock.sleep(LOOK_MS, signal);
    if (signal.aborted) return;
    for (const look of watches) look();
  }
}

function watchOf(
  { platform, ready, trouble }: Pick<PlatformConnection, 'platform' | 'ready' | 'trouble'>,
  { clock, tell }: { readonly clock: Clock; readonly tell: (reply: Reply) => void },
): () => void {
  const title = platformDefinitions.find((it) => it.name === platform.name)?.title ?? platform.name;
  let awaySince: number | null = null;
  let told = false;
  return () => {
    const now = clock.now().getTime();
    if (ready()) {
      if (told) tell(chatReachableReply(title));
      awaySince = null;
      told = false;
      return;
    }
    awaySince ??= now;
    if (told || now - awaySince < AWAY_MS) return;
    tell(chatUnreachableReply(title, AWAY_MS, trouble()));
    told = true;
  };
}
