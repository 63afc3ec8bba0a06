import type { Clock } from '../../../core/shared/ports/clock.ts';
import type { Conversations } from '../../../core/chat/ports/interaction-handler.ts';
import type { Logger } from '../../../core/shared/ports/logger.ts';

/** What it takes to fill something in time with what somebody may choose. */
export interface FormDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly conversations: Pick<Conversations, 'form'>;
}
