/** Light, dark, or as the system has it. */
export type Theme = 'system' | 'light' | 'dark';

export const THEMES = ['system', 'light', 'dark'] as const satisfies readonly Theme[];

const NAME = 'townsquare.theme';

export function readTheme(): Theme {
  const kept = localStorage.getItem(NAME);
  return THEMES.find((theme) => theme === kept) ?? 'system';
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Applies a theme, and keeps it for this browser. */
export function keepTheme(theme: Theme): void {
  localStorage.setItem(NAME, theme);
  applyTheme(theme);
}
