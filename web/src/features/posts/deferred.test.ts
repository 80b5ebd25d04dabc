import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { defer } from './deferred';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('deferred work', () => {
  const start = () => {
    const work = jest.fn();
    const page = new EventTarget();
    return { work, page, deferred: defer(work, 1000, page) };
  };

  test('is done once, after its time', () => {
    const { work, deferred } = start();
    jest.advanceTimersByTime(999);
    expect(work).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(work).toHaveBeenCalledTimes(1);
    expect(deferred.callOff()).toBe(false);
  });

  test('is not done when it is called off in time', () => {
    const { work, page, deferred } = start();
    expect(deferred.callOff()).toBe(true);
    jest.advanceTimersByTime(2000);
    page.dispatchEvent(new Event('pagehide'));
    expect(work).not.toHaveBeenCalled();
  });

  test('is done at once when the page is left', () => {
    const { work, page } = start();
    page.dispatchEvent(new Event('pagehide'));
    jest.advanceTimersByTime(2000);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
