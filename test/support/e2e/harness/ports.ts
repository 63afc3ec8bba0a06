import type { Core } from '../../../../src/core/core.ts';

/** What is done around a call; must return what the call returns, or throw. */
export type Around = (
  /** As in `jobs.save`; providers and platforms are `provider` and `platform`. */
  name: string,
  args: readonly unknown[],
  call: () => unknown,
) => unknown;

/** The same core with every call of its ports led through `around`. */
export function throughPorts(core: Core, around: Around): Core {
  const led = <port extends object>(name: string, port: port) => leading(name, port, around);
  const ledAll = <port extends object>(name: string, ports: ReadonlyMap<string, port>) =>
    new Map([...ports].map(([key, port]) => [key, led(name, port)]));
  return {
    ...core,
    jobs: led('jobs', core.jobs),
    cards: led('cards', core.cards),
    inbox: led('asks', core.inbox),
    wallet: led('wallet', core.wallet),
    rateLimiter: led('gate', core.rateLimiter),
    people: led('people', core.people),
    editBudgets: led('editBudgets', core.editBudgets),
    media: led('media', core.media),
    providers: ledAll('provider', core.providers),
    platforms: ledAll('platform', core.platforms),
  };
}

function leading<port extends object>(name: string, port: port, around: Around): port {
  return new Proxy(port, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]) =>
        around(`${name}.${String(key)}`, args, () => Reflect.apply(member, target, args));
    },
  });
}
