import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../src/media/fetch/public-address.ts';

describe('a public address', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback, the far end'],
    ['0.0.0.0', 'this host'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'behind a carrier NAT'],
    ['169.254.169.254', 'the metadata service of clouds'],
    ['192.0.0.192', 'the metadata service of one cloud'],
    ['192.0.2.1', 'documentation'],
    ['198.18.0.1', 'benchmarks'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::7f00:1', 'loopback in the old IPv4-compatible form'],
    ['::ffff:127.0.0.1', 'loopback, mapped'],
    ['::ffff:8.8.8.8', 'public, but mapped'],
    ['64:ff9b::7f00:1', 'loopback behind NAT64'],
    ['64:ff9b:1::1', 'local NAT64'],
    ['2002:7f00:1::', 'loopback in 6to4'],
    ['2001:0:7f00:1::', 'Teredo'],
    ['fc00::1', 'unique local'],
    ['fd00:ec2::254', 'the metadata service of clouds'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
    ['100::1', 'discard'],
    ['2001:db8::1', 'documentation'],
    ['example.com', 'no address'],
    ['', 'no address'],
  ])('%s is none (%s)', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '1.1.1.1', '100.63.255.255', '172.32.0.1', '2606:4700::1111', '2a00::1'])(
    '%s is one',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it('is never one that carries another inside', () => {
    fc.assert(
      fc.property(fc.ipV4(), (inner) => {
        expect(isPublicAddress(`::ffff:${inner}`)).toBe(false);
        expect(isPublicAddress(`64:ff9b::${inner}`)).toBe(false);
        expect(isPublicAddress(`::${inner}`)).toBe(false);
      }),
    );
  });
});
