import { randomBytes } from 'node:crypto';

export interface Trigger {
  readonly id: string;
  readonly workspaceId: string;
  readonly userId: string;
  /** The modal that was on top when the person acted: only then may another be pushed. */
  readonly viewId: string | null;
  readonly issuedAt: number;
}

export type Consumed =
  | { readonly status: 'ok'; readonly trigger: Trigger }
  | { readonly status: 'expired' | 'exchanged' | 'invalid' };

/** What lets an app open a modal: once, and within three seconds of the person's act. */
export function createTriggers(now: () => number, lifeMs: number) {
  const issued = new Map<string, { readonly trigger: Trigger; used: boolean }>();
  return {
    issue(act: Pick<Trigger, 'workspaceId' | 'userId' | 'viewId'>): string {
      const numbers = String(Math.round(now()));
      const id = `${numbers}.${issued.size + 1}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { trigger: { ...act, id, issuedAt: now() }, used: false });
      return id;
    },
    /** The workspace in which the person acted. */
    placeOf: (id: string): string | undefined => issued.get(id)?.trigger.workspaceId,
    consume(id: string, workspaceId: string): Consumed {
      const entry = issued.get(id);
      if (entry?.trigger.workspaceId !== workspaceId) return { status: 'invalid' };
      if (entry.used) return { status: 'exchanged' };
      if (now() - entry.trigger.issuedAt > lifeMs) return { status: 'expired' };
      entry.used = true;
      return { status: 'ok', trigger: entry.trigger };
    },
  };
}
