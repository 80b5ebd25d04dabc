/** What a browser shows at the end of a sign-in that no page or app is waiting for: the code, as mails have theirs. */
export function codePage(code: string): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><title>Townsquare: signed in</title></head><body>',
    '<h1>Almost there</h1>',
    '<p>Give this code to the app in which you began, within ten minutes:</p>',
    // Of letters, digits, - and _ alone.
    `<p><code>${code}</code></p>`,
    '<p>If you did not begin this in an app of yours, give it to nobody, and close this page.</p>',
    '</body></html>',
  ].join('\n');
}
