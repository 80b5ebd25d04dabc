import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keepLanguage, LANGUAGES, type Language } from '../../../i18n';
import { Select } from '../../../ui/field';
import { keepTheme, readTheme, THEMES, type Theme } from '../../../ui/theme';
import { Section } from '../section';

/** Language and colours, of this browser alone. */
export function AppearanceSettings() {
  const { t, i18n } = useTranslation();
  const [theme, setTheme] = useState(readTheme);
  const choose = (next: Theme) => {
    setTheme(next);
    keepTheme(next);
  };
  return (
    <Section title={t('settings.appearance')} text={t('settings.appearanceText')}>
      <Select
        label={t('settings.language')}
        value={i18n.language}
        onChange={(event) => keepLanguage(event.target.value as Language)}
      >
        {Object.entries(LANGUAGES).map(([language, name]) => (
          <option key={language} value={language} lang={language}>
            {name}
          </option>
        ))}
      </Select>
      <Select label={t('settings.theme')} value={theme} onChange={(event) => choose(event.target.value as Theme)}>
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {t(`settings.themes.${one}`)}
          </option>
        ))}
      </Select>
    </Section>
  );
}
