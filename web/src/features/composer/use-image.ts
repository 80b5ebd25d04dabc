import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../i18n/error-text';
import { MAX_IMAGE_BYTES, uploadImage } from './upload';

/** The image of a post that is being written. */
export interface ChosenImage {
  preview: string;
  /** How much of it is uploaded, from 0 to 1. */
  progress: number;
  /** Set once it is uploaded. */
  mediaId?: string;
  error?: string;
}

/** An image that is uploaded as soon as it is chosen, while the text is still being written. */
export function useImage() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [image, setImage] = useState<ChosenImage>();
  const upload = useRef<AbortController>(undefined);
  const preview = image?.preview;
  useEffect(() => () => void (preview && URL.revokeObjectURL(preview)), [preview]);

  const remove = () => {
    upload.current?.abort();
    setImage(undefined);
  };
  const choose = async (file: File) => {
    remove();
    const chosen = { preview: URL.createObjectURL(file), progress: 0 };
    if (!file.type.startsWith('image/')) return setImage({ ...chosen, error: t('composer.notAnImage') });
    if (file.size > MAX_IMAGE_BYTES) return setImage({ ...chosen, error: t('composer.imageTooLarge') });
    setImage(chosen);
    const controller = new AbortController();
    upload.current = controller;
    const update = (change: Partial<ChosenImage>) => {
      if (!controller.signal.aborted) setImage((current) => current && { ...current, ...change });
    };
    try {
      const media = await uploadImage(file, (progress) => update({ progress }), controller.signal);
      update({ mediaId: media.id, progress: 1 });
    } catch (error) {
      update({ error: errorText(error) });
    }
  };
  return { image, choose, remove };
}
