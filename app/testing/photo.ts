import sharp from 'sharp';

interface Sketch {
  /** @default 64 */
  readonly width?: number;
  /** @default 48 */
  readonly height?: number;
  /** As EXIF says it. @default upright */
  readonly orientation?: number;
  /** Says with what it was taken, and where. @default false */
  readonly gps?: boolean;
  /** Text that comes along. @default none */
  readonly comment?: string;
}

/** A photo as JPEG: red on the left, blue on the right. */
export function photo({ orientation, gps = false, comment = '', ...size }: Sketch = {}): Promise<Buffer> {
  const place = {
    GPSLatitudeRef: 'N',
    GPSLatitude: '52/1 30/1 0/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '13/1 24/1 0/1',
  };
  const about = { ...(gps && { Make: 'Phone' }), ...(comment && { ImageDescription: comment }) };
  const exif = { ...(Object.keys(about).length > 0 && { IFD0: about }), ...(gps && { IFD3: place }) };
  return painting(size)
    .withMetadata({ ...(orientation && { orientation }), exif })
    .jpeg()
    .toBuffer();
}

/** The same, not encoded yet. */
export function painting({ width = 64, height = 48 }: Pick<Sketch, 'width' | 'height'>) {
  const red = {
    create: { width: Math.floor(width / 2), height, channels: 3, background: '#d00000' },
  } as const;
  return sharp({ create: { width, height, channels: 3, background: '#0000d0' } }).composite([
    { input: red, left: 0, top: 0 },
  ]);
}
