import type { JsonObject } from '../../shared/json.ts';
import { deliverOverHttp, requestFor } from './deliver-http.ts';
import { nameOf, type Answer, type Delivery, type DeliveryKind, type Retry } from './delivery.ts';
import { barest } from '../optional.ts';
import type { Signing } from './signing.ts';
import type { SocketMode } from './socket-mode.ts';
import type { World } from '../world.ts';

export interface Parcel {
  readonly kind: DeliveryKind;
  readonly workspaceId: string;
  readonly payload: JsonObject;
  readonly retry?: Retry | null;
  /** Only HTTP is signed. */
  readonly signing?: Signing;
}

export type Courier = ReturnType<typeof createCourier>;

/** Takes things to the app, by HTTP where it has an address and over its sockets otherwise. */
export function createCourier(world: World, socketMode: SocketMode) {
  const log: Delivery[] = [];
  let eventsUrl: string | null = null;

  async function carried(
    delivery: Omit<Delivery, 'at' | 'name' | 'answer'>,
    answering: Promise<Answer>,
    at: number,
  ): Promise<Delivery> {
    const name = nameOf(delivery.kind, delivery.payload);
    const done = { ...delivery, at, name, answer: await answering };
    log.push(done);
    world.changed();
    return done;
  }

  async function deliver(parcel: Parcel): Promise<Delivery> {
    const { kind, workspaceId, retry = null, signing = 'right' } = parcel;
    const told = barest(kind, parcel.payload, world.tells);
    const payload = world.tamper?.(told) ?? told;
    const at = world.now();
    const common = { kind, workspaceId, payload, retry };
    if (eventsUrl === null) {
      const answering = socketMode.deliver(kind, payload, retry);
      return carried({ ...common, via: 'socket-mode', request: null }, answering, at);
    }
    const request = requestFor(world, eventsUrl, { kind, payload, retry, signing });
    const answering = deliverOverHttp(world, request);
    return carried({ ...common, via: 'http', request }, answering, at);
  }

  return {
    /** Everything that was delivered, in the order in which it was answered. */
    log,
    deliver,
    deliverTo(url: string | null): void {
      eventsUrl = url;
    },
    /** A recorded delivery once more: byte for byte by HTTP, in a new envelope over a socket. */
    async replay(delivery: Delivery): Promise<Delivery> {
      if (delivery.request === null) return deliver(delivery);
      const answering = deliverOverHttp(world, delivery.request);
      const { kind, workspaceId, payload, retry, via, request } = delivery;
      const common = { kind, workspaceId, payload, retry, via, request };
      return carried(common, answering, world.now());
    },
  };
}
