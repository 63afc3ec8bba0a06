import type { ChatPlatform } from '../../../../src/core/chat/ports/chat-platform.ts';
import type { Adapters } from '../../../../src/lifecycle/adapters.ts';
import type { VideoProvider } from '../../../../src/core/providers/ports/video-provider.ts';

const LED = [
  ...(['jobs', 'history', 'schedule', 'queue', 'renders', 'cards', 'inbox', 'wallet'] as const),
  ...(['rateLimiter', 'people', 'editBudgets', 'media'] as const),
] as const;

/** The ports whose calls are led through, by the names they have in what is told of them. */
interface Led extends Pick<Adapters, (typeof LED)[number]> {
  readonly provider: VideoProvider;
  readonly platform: ChatPlatform;
}

/** As in `jobs.save`. */
export type PortCall = {
  [port in keyof Led]: `${port}.${keyof Led[port] & string}`;
}[keyof Led];

/** What is done around a call; must return what the call returns, or throw. */
export type Around = (name: PortCall, args: readonly unknown[], call: () => unknown) => unknown;

/** The same core with every call of its ports led through `around`. */
export function throughPorts(core: Adapters, around: Around): Adapters {
  const ledAll = <port extends object>(
    name: 'provider' | 'platform',
    ports: ReadonlyMap<string, port>,
  ) => new Map([...ports].map(([key, port]) => [key, leading(name, port, around)]));
  const own = Object.fromEntries(LED.map((name) => [name, leading(name, core[name], around)]));
  const providers = ledAll('provider', core.providers);
  const platforms = ledAll('platform', core.platforms);
  return Object.assign({}, core, own, { providers, platforms });
}

function leading<port extends object>(name: keyof Led, port: port, around: Around): port {
  return new Proxy(port, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]) =>
        around(`${name}.${String(key)}` as PortCall, args, () =>
          Reflect.apply(member, target, args),
        );
    },
  });
}
