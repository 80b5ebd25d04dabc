import {
  type Page,
  PERSONAL_DATA,
  PERSONAL_IMAGES,
  type PersonalDataKind,
  type PersonalDataOwner,
  PersonalImage,
  type PersonalImageOwner,
} from '@townsquare/contracts';
import type { PageRequest, ReadPersonalData } from '@townsquare/kit';
import type { OthersData } from '../clients/others-data.js';
import { imageFile, OWN_KINDS, type OwnKind, othersFile, ownFile, readMe } from '../domain/download-text.js';
import type { ZipEntry } from '../use-cases/send-zip.js';

/** How many items of a list are in memory at once. */
const PAGE = 200;

/** A list to write to a file. */
interface Source {
  file: string;
  read(request: PageRequest): Promise<Page<object>>;
}

/** The files of a person's download, which are read lazily. */
export class PersonalFiles {
  readonly #sources: Source[];

  constructor(
    own: Record<OwnKind, ReadPersonalData>,
    private readonly others: OthersData,
    private readonly person: { id: string; username: string },
  ) {
    const { id } = person;
    this.#sources = [
      ...OWN_KINDS.map((kind) => ({ file: ownFile(kind), read: (request: PageRequest) => own[kind](id, request) })),
      ...(Object.keys(PERSONAL_DATA) as PersonalDataOwner[]).flatMap((owner) =>
        PERSONAL_DATA[owner].map((kind) => ({ file: othersFile(kind), read: this.#readOthers(owner, kind) })),
      ),
    ];
  }

  /** Reads the first item of every list; throws when a service does not respond. */
  async tryAll(): Promise<void> {
    await Promise.all(this.#sources.map(({ read }) => read({ limit: 1 })));
  }

  /** Yields the files; each is read when it is sent. */
  async *entries(): AsyncGenerator<ZipEntry> {
    yield { name: 'README.txt', content: [readMe(this.person.username, new Date())], compress: true };
    for (const { file, read } of this.#sources) yield { name: file, content: asJson(pages(read)), compress: true };
    for (const owner of Object.keys(PERSONAL_IMAGES) as PersonalImageOwner[]) yield* this.#imagesOf(owner);
  }

  async *#imagesOf(owner: PersonalImageOwner): AsyncGenerator<ZipEntry> {
    const kind = PERSONAL_IMAGES[owner];
    for await (const items of pages(this.#readOthers(owner, kind))) {
      for (const item of items) {
        const { image } = PersonalImage.parse(item);
        const bytes = await this.others.readImage(owner, this.person.id, image);
        // It may have been deleted since it was listed.
        if (bytes) yield { name: imageFile(kind, image), content: [bytes], compress: false };
      }
    }
  }

  #readOthers(owner: PersonalDataOwner, kind: PersonalDataKind): Source['read'] {
    return (request) => this.others.read(owner, kind, this.person.id, request);
  }
}

/** Yields a list page by page. */
async function* pages(read: Source['read']): AsyncGenerator<object[]> {
  let cursor: string | undefined;
  do {
    const page = await read({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    yield page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/** Yields a list as JSON, with one item a line. */
async function* asJson(lists: AsyncIterable<object[]>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const items of lists) {
    if (items.length === 0) continue;
    // One chunk a page: packing many small chunks is slow.
    yield separator + items.map((item) => JSON.stringify(item)).join(',\n');
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
