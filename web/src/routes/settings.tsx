import { getRouteApi, Link } from '@tanstack/react-router';
import { Bell, Database, EyeOff, KeyRound, Lock, MonitorSmartphone, Palette, Scale, User, UserX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { AppearanceSettings } from '../features/settings/sections/appearance';
import { BlockSettings } from '../features/settings/sections/blocks';
import { DataSettings } from '../features/settings/sections/data';
import { MuteSettings } from '../features/settings/sections/mutes';
import { NotificationSettings } from '../features/settings/sections/notifications';
import { PrivacySettings } from '../features/settings/sections/privacy';
import { ProfileSettings } from '../features/settings/sections/profile';
import { RemovalSettings } from '../features/settings/sections/removals';
import { SecuritySettings } from '../features/settings/sections/security';
import { SessionSettings } from '../features/settings/sections/sessions';
import styles from '../features/settings/settings.module.css';
import { buttonClass } from '../ui/button';
import { Page } from '../ui/page';
import { NotFound } from './failures';

const SECTIONS = {
  profile: { icon: User, component: ProfileSettings },
  privacy: { icon: Lock, component: PrivacySettings },
  notifications: { icon: Bell, component: NotificationSettings },
  appearance: { icon: Palette, component: AppearanceSettings },
  mutes: { icon: EyeOff, component: MuteSettings },
  blocks: { icon: UserX, component: BlockSettings },
  security: { icon: KeyRound, component: SecuritySettings },
  sessions: { icon: MonitorSmartphone, component: SessionSettings },
  removals: { icon: Scale, component: RemovalSettings },
  data: { icon: Database, component: DataSettings },
} as const;

type SectionName = keyof typeof SECTIONS;
const names = Object.keys(SECTIONS) as SectionName[];
const route = getRouteApi('/own/settings/$section');

/** The list of all settings. */
export function SettingsIndex() {
  const { t } = useTranslation();
  return (
    <Page title={t('nav.settings')}>
      <ul className={styles.index}>
        {names.map((section) => {
          const Icon = SECTIONS[section].icon;
          return (
            <li key={section}>
              <Link to="/settings/$section" params={{ section }}>
                <Icon size={22} aria-hidden />
                <span>
                  <strong>{t(`settings.sections.${section}.title`)}</strong>
                  <small>{t(`settings.sections.${section}.text`)}</small>
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </Page>
  );
}

/** One page of settings. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { section } = route.useParams();
  const name = names.find((one) => one === section);
  if (!name) return <NotFound />;
  const Content = SECTIONS[name].component;
  const back = (
    <Link className={buttonClass('quiet', true)} to="/settings">
      {t('settings.all')}
    </Link>
  );
  return (
    <Page title={t(`settings.sections.${name}.title`)} actions={back}>
      <Content />
    </Page>
  );
}
