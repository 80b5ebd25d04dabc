import { type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button';
import { Dialog, DialogActions } from '../../ui/dialog';
import { showToast } from '../../ui/toasts';
import { bounded, type Crop, MAX_ZOOM, type Size, scaled, sourceSquare } from './crop';
import styles from './settings.module.css';

/** The side of the picture that is uploaded, in pixels. */
const SIDE = 512;

/** Lets a person choose a picture, and which square of it is shown. */
export function PicturePicker({ isBusy, onPick }: { isBusy: boolean; onPick(picture: Blob): void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [image, setImage] = useState<HTMLImageElement>();
  const load = async (file: File) => {
    const loaded = new Image();
    loaded.src = URL.createObjectURL(file);
    try {
      await loaded.decode();
      setImage(loaded);
    } catch {
      showToast(t('composer.notAnImage'));
    }
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        onChange={({ target }) => {
          if (target.files?.[0]) load(target.files[0]);
          target.value = '';
        }}
      />
      <Button small isBusy={isBusy} onClick={() => input.current?.click()}>
        {t('settings.choosePicture')}
      </Button>
      {image && (
        <CropDialog
          image={image}
          onClose={() => setImage(undefined)}
          onDone={(picture) => {
            setImage(undefined);
            onPick(picture);
          }}
        />
      )}
    </>
  );
}

interface CropProps {
  image: HTMLImageElement;
  onClose(): void;
  onDone(picture: Blob): void;
}

function CropDialog({ image, onClose, onDone }: CropProps) {
  const { t } = useTranslation();
  const size: Size = { width: image.naturalWidth, height: image.naturalHeight };
  const [crop, setCrop] = useState<Crop>({ zoom: 1, x: 0, y: 0 });
  const change = (part: Partial<Crop>) => setCrop((current) => bounded({ ...current, ...part }, size));
  const { width, height } = scaled(size, crop.zoom);
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.buttons) return;
    const side = event.currentTarget.clientWidth;
    change({ x: crop.x + event.movementX / side, y: crop.y + event.movementY / side });
  };
  const finish = async () => {
    const canvas = new OffscreenCanvas(SIDE, SIDE);
    const { left, top, side } = sourceSquare(crop, size);
    canvas.getContext('2d')!.drawImage(image, left, top, side, side, 0, 0, SIDE, SIDE);
    onDone(await canvas.convertToBlob({ type: 'image/png' }));
  };
  const percent = (share: number) => `${share * 100}%`;
  return (
    <Dialog title={t('settings.crop')} description={t('settings.cropText')} isOpen onClose={onClose}>
      <div
        className={styles.crop}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      >
        <img
          src={image.src}
          alt={t('composer.preview')}
          draggable={false}
          style={{
            width: percent(width),
            height: percent(height),
            left: percent(0.5 + crop.x - width / 2),
            top: percent(0.5 + crop.y - height / 2),
          }}
        />
      </div>
      {(['zoom', 'x', 'y'] as const).map((part) => (
        <input
          key={part}
          className={styles.range}
          type="range"
          aria-label={t(`settings.crop_${part}`)}
          min={part === 'zoom' ? 1 : -2}
          max={part === 'zoom' ? MAX_ZOOM : 2}
          step={0.01}
          value={crop[part]}
          onChange={(event) => change({ [part]: Number(event.target.value) })}
        />
      ))}
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button look="primary" onClick={finish}>
          {t('settings.usePicture')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
