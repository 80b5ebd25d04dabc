import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en';

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const NAME = 'townsquare.language';

export const i18n = i18next;

/** The language that was chosen here; else the first of the browser's that there is; else English. */
export function chooseLanguage(kept: string | null, wanted: readonly string[]): Language {
  const known = (name: string): name is Language => name in LANGUAGES;
  if (kept && known(kept)) return kept;
  return wanted.map((name) => name.split('-')[0]!.toLowerCase()).find(known) ?? 'en';
}

/** Only the language in use is loaded; English is there in any case. */
async function load(language: Language): Promise<void> {
  if (language === 'de') i18next.addResourceBundle('de', 'translation', (await import('./de')).de);
}

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en } },
    lng: 'en',
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
  });
  await changeLanguage(chooseLanguage(localStorage.getItem(NAME), navigator.languages));
}

async function changeLanguage(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Changes the language, and keeps it for this browser. */
export async function keepLanguage(language: Language): Promise<void> {
  localStorage.setItem(NAME, language);
  await changeLanguage(language);
}
