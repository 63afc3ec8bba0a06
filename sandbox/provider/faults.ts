// Faults that a test orders for the next requests to a path.
import type { IncomingMessage, ServerResponse } from 'node:http';

import { createFaultPlan } from '../shared/fault-plan.ts';

/**
 * - `status`: answers with the given status, and nothing is done
 * - `html`: answers with a web page (503 unless told otherwise), and nothing is done
 * - `drop-before`: cuts the socket, and nothing is done
 * - `drop-after`: the request is carried out, then the socket is cut instead of an answer
 * - `garbage`: the request is carried out, then answered with 200 and half a JSON document
 * - `hang`: nothing is done and nothing is answered, until the emulator is closed
 */
export type FaultKind = 'status' | 'html' | 'drop-before' | 'drop-after' | 'garbage' | 'hang';

export interface Fault {
  /** A request meets the fault when its path begins with this. */
  readonly path: string;
  readonly kind: FaultKind;
  readonly status?: number;
  /** Sent as it is when it is a string, as JSON otherwise. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** How many requests meet it; one, unless told otherwise. */
  readonly times?: number;
}

/** How an answer is to be spoilt once the request has been carried out. */
export type Spoil = 'drop' | 'garbage' | null;

export function createFaults() {
  const plan = createFaultPlan<Fault>();
  return {
    add(fault: Fault): void {
      plan.add(fault, fault.times);
    },
    take(path: string): Fault | null {
      return plan.next((fault) => path.startsWith(fault.path));
    },
  };
}

export const MAINTENANCE_PAGE =
  '<!DOCTYPE html><html><head><title>Maintenance</title></head>' +
  '<body><h1>We will be back soon</h1></body></html>';

/** True when the fault has dealt with the request. */
export function meetFault(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
  defaultBody: unknown,
): boolean {
  switch (fault.kind) {
    case 'status': {
      const body = fault.body ?? defaultBody;
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const headers = { 'content-type': 'application/json', ...fault.headers };
      response.writeHead(fault.status ?? 500, headers).end(text);
      return true;
    }
    case 'html': {
      const page = typeof fault.body === 'string' ? fault.body : MAINTENANCE_PAGE;
      const headers = { 'content-type': 'text/html; charset=utf-8', ...fault.headers };
      response.writeHead(fault.status ?? 503, headers).end(page);
      return true;
    }
    case 'drop-before':
      request.socket.destroy();
      return true;
    case 'hang':
      return true;
    case 'drop-after':
    case 'garbage':
      return false;
  }
}

export function spoilOf(fault: Fault | null): Spoil {
  if (fault?.kind === 'drop-after') return 'drop';
  return fault?.kind === 'garbage' ? 'garbage' : null;
}
