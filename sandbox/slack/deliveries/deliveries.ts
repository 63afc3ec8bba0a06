import type { Server } from 'node:http';
import { createCourier } from './courier.ts';
import { createEventDeliveries } from './deliver-events.ts';
import type { Delivery } from './delivery.ts';
import { walkInstallation, type InstallChoice, type InstallEnd } from './oauth-install.ts';
import { createPersonFactory } from '../person/person.ts';
import { createSocketMode, type SocketModeOptions } from './socket-mode.ts';
import type { World } from '../world.ts';

/** Where the app listens in HTTP mode. */
export interface Target {
  readonly eventsUrl: string;
  /** Types of events it subscribed to; the usual ones if absent. */
  readonly events?: readonly string[];
}

/** Everything that goes from Slack to the app, and the hands of the people who set it off. */
export type Deliveries = ReturnType<typeof createDeliveries>;

export function createDeliveries(world: World, options: SocketModeOptions = {}) {
  const socketMode = createSocketMode(world, options);
  const courier = createCourier(world, socketMode);
  const events = createEventDeliveries(world, courier);
  return {
    /** Takes the upgrades of Socket Mode connections. */
    attach(server: Server): void {
      socketMode.attach(server);
    },
    deliverTo(target: Target | null): void {
      courier.deliverTo(target?.eventsUrl ?? null);
      if (target?.events !== undefined) events.subscribe(target.events);
    },
    /** A new WebSocket address for an answer of apps.connections.open. */
    connectionUrl: (): string => socketMode.openUrl(),
    socketMode,
    events,
    /** Everything the app was told, and what it answered; in the order of the answers. */
    log: courier.log as readonly Delivery[],
    /** A recorded delivery once more, byte for byte. */
    replay: (delivery: Delivery): Promise<Delivery> => courier.replay(delivery),
    /** Installs the app as a person does, in a browser, from the app's own page. */
    install: (choice: InstallChoice): Promise<InstallEnd> => walkInstallation(world, choice),
    person: createPersonFactory({ world, courier, events }),
    async close(): Promise<void> {
      world.closing.abort();
      socketMode.close();
      await Promise.resolve();
    },
  };
}
