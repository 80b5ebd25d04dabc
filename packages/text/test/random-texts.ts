/** Characters of which pairs are likely to meet a rule: letters of many scripts, marks, joiners, what is normalised. */
const LIKELY = [
  ...'aAiIsSßẞİıſςσΣΐ',
  ...'кёЙ',
  ...'اأى ٱةـ',
  ...'한국ｶﾊがか日',
  ...'हिनदी',
  ...'ไทย',
  ...'👩❤🏽#_1٣Ⅳ②ﬁ㍿',
  ..."'’´¨ \t\n",
  ...'\u0301\u0307\u0308\u0323\u0345\u064b\u0651\u0653\u0654\u3099\u309a\uff9e\uff9f\u094d\u20e3',
  ...'\u1100\u1161\u11a8\u1160\u3164\uffa0\uffa1\uffc2',
  ...'\u200b\u200c\u200d\u00ad\ufe0f\u2800\u202e\u202c\u2067\u2069\u{e0067}\u{1d15f}\u0f73\u0344\u0958',
];

/** So many texts of up to twelve characters, for tests: the same at each run. */
export function* randomTexts(count: number): Generator<string> {
  let state = 42;
  const below = (limit: number): number => {
    // A linear congruential generator (Numerical Recipes).
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  for (let index = 0; index < count; index++) {
    const length = below(13);
    const characters = Array.from({ length }, () =>
      below(4) > 0 ? LIKELY[below(LIKELY.length)]! : String.fromCodePoint(below(0x1_1000)),
    );
    yield characters.join('').replace(/\p{Cs}/gu, '');
  }
}
