import { describe, expect, test } from '@jest/globals';
import { describeFailure, Failure } from '../src/failure.js';
import { takeProfile } from '../src/main.js';
import { redis } from '../src/parts/redis.js';
import { profiles, requireProfile } from '../src/sidecar/profile.js';
import { defaultProfile, testTown, townPaths } from '../src/town.js';

describe('--profile', () => {
  test.each([
    [[], undefined, []],
    [['--profile', 'redis'], 'redis', []],
    [['story', '--profile=redis', '--verbose'], 'redis', ['story', '--verbose']],
    [['--profile', 'redis', 'story'], 'redis', ['story']],
    [['--profiles', 'redis'], undefined, ['--profiles', 'redis']],
  ])('of %j is %s', (args, profile, others) => {
    expect(takeProfile(args)).toEqual({ profile, others });
  });

  test('without a name is refused', () => {
    expect(() => takeProfile(['--profile'])).toThrow(Failure);
  });

  test('an unknown profile is answered with those that exist', () => {
    expect(profiles()).toContain(defaultProfile);
    expect(() => requireProfile('carrier-pigeon')).toThrow('There is no profile "carrier-pigeon".');
  });
});

test('a failure says what to do', () => {
  expect(describeFailure(new Failure('Redis is gone.', 'start it.'))).toBe('Redis is gone.\nWhat to do: start it.');
});

test('the supervisor of a town in a deep folder gets a home whose sockets can be opened', () => {
  const town = testTown({ TOWN_TEST_HOME: `/${'deep/'.repeat(30)}` });
  expect(Buffer.byteLength(`${townPaths(town).supervisor}/rpc.sock`)).toBeLessThan(104);
});

test('the address of a Redis elsewhere may have a user, a password and TLS', () => {
  expect(redis.parse('rediss://ana:p%40ss@redis.example')).toEqual({
    host: 'redis.example',
    port: 6379,
    username: 'ana',
    password: 'p@ss',
    tls: true,
  });
});
