import { describe, expect, test } from '@jest/globals';
import { textParts } from './text-parts';

const ANA = { userId: '1', username: 'ana_now', typed: 'ana' };

const linked = (text: string, hashtags: string[] = []) =>
  textParts(text, { hashtags, mentions: [ANA] }).flatMap((part) => (part.kind === 'text' ? [] : [part]));

describe('the parts of a text', () => {
  test('are the whole text', () => {
    const text = 'Hi @ana, look: https://example.org/a?b=1#c. (#Tea)\n#tea #unknown @nobody';
    expect(
      textParts(text, { hashtags: ['Tea'], mentions: [ANA] })
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });

  test('link the hashtags that the API has found, in any case', () => {
    expect(linked('#TEA and #coffee', ['tea'])).toEqual([{ kind: 'hashtag', text: '#TEA', tag: 'tea' }]);
  });

  test('link a mention to the name that the person has now', () => {
    expect(linked('to @Ana and @bob')).toEqual([{ kind: 'mention', text: '@Ana', username: 'ana_now' }]);
  });

  test('link web addresses without what ends the sentence, and nothing inside them', () => {
    expect(linked('(see https://example.org/#tea).', ['tea'])).toEqual([
      { kind: 'link', text: 'https://example.org/#tea', url: 'https://example.org/#tea' },
    ]);
  });

  test('link no other scheme', () => {
    expect(linked('javascript:alert(1) data:text/html,x ftp://example.org')).toEqual([]);
  });
});
