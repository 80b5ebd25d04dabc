import { describe, expect, test } from '@jest/globals';
import { Failure } from '../src/failure.js';
import { defaultBase, parseBase, partPorts, servicePorts } from '../src/ports.js';
import { services } from '../src/services.js';

describe('ports of a town', () => {
  test('follow the documented ranges', () => {
    expect(servicePorts(4000, 3)).toEqual({
      app: 4003,
      daprHttp: 4103,
      daprGrpc: 4203,
      daprInternal: 4303,
      metrics: 4403,
    });
    expect(partPorts(4000).mysql).toBe(4500);
  });

  test('are all different', () => {
    const all = services.flatMap((service) => Object.values(servicePorts(4000, service.index)));
    all.push(...Object.values(partPorts(4000)));
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('TOWN_PORT_BASE', () => {
  test('has a default', () => {
    expect(parseBase(undefined, defaultBase)).toBe(4000);
    expect(parseBase('', defaultBase)).toBe(4000);
    expect(parseBase('7000', defaultBase)).toBe(7000);
  });

  test.each(['80', '4000.5', 'ten', '65000', '-1'])('%s is refused', (text) => {
    expect(() => parseBase(text, defaultBase)).toThrow(Failure);
  });

  test('that would put the gateway on a port that browsers refuse is refused', () => {
    expect(() => parseBase('6000', defaultBase)).toThrow('would use port 6000');
  });
});
