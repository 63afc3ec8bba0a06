import type { Server } from 'node:http';
import type { PersonRecord, World } from './world.ts';

/** Where the app listens in HTTP mode. */
export interface Target {
  readonly eventsUrl: string;
}

/** Everything that goes from Slack to the app, and the hands of the people who set it off. */
export type Deliveries = ReturnType<typeof createDeliveries>;

export function createDeliveries(world: World) {
  return {
    /** Takes the upgrades of Socket Mode connections. */
    attach(_server: Server): void {
      world.changed();
    },
    deliverTo(_target: Target | null): void {
      world.changed();
    },
    /** A new WebSocket address for an answer of apps.connections.open. */
    connectionUrl: (): string => `${world.address.http.replace('http', 'ws')}/link/`,
    person: (record: PersonRecord) => record,
    async close(): Promise<void> {
      await Promise.resolve();
    },
  };
}
