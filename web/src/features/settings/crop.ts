/** A picture in a square window: how much it is enlarged, and how far its middle is from the window's, in window widths. */
export interface Crop {
  zoom: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export const MAX_ZOOM = 4;

/** The width and height of the picture in window widths, when its shorter side fills the window. */
export function scaled({ width, height }: Size, zoom: number): Size {
  const shorter = Math.min(width, height);
  return { width: (width / shorter) * zoom, height: (height / shorter) * zoom };
}

/** The nearest crop that leaves no part of the window empty. */
export function bounded(crop: Crop, size: Size): Crop {
  const zoom = Math.min(MAX_ZOOM, Math.max(1, crop.zoom));
  const { width, height } = scaled(size, zoom);
  const within = (value: number, length: number) => {
    const most = (length - 1) / 2;
    return Math.min(most, Math.max(-most, value));
  };
  return { zoom, x: within(crop.x, width), y: within(crop.y, height) };
}

/** The square of the picture that the window shows, in the picture's own pixels. */
export function sourceSquare(crop: Crop, size: Size): { left: number; top: number; side: number } {
  const side = Math.min(size.width, size.height) / crop.zoom;
  return {
    left: size.width / 2 - (crop.x + 0.5) * side,
    top: size.height / 2 - (crop.y + 0.5) * side,
    side,
  };
}
