// The bytes of a chunk lie outside V8's heap; inside it is only a small object, and V8 collects young objects when their
// part of the heap is full. Large chunks fill it slowly, so that those that were read pile up: to 64 MiB and more on Node
// 24, which then marks the whole heap to be rid of them. Arrays that die at once, half as large as their chunk, bring the
// collection of young objects, which is cheap, every 10 to 20 MiB, and the next chunks get memory that is still in the
// processor's caches. A download of 1 GiB then takes half the CPU on Node 24 and grows by 10 MiB, not 75.

const BYTES_PER_ELEMENT = 16;
// The objects around chunks of up to this size are enough. 16 KiB are what TLS and HTTP/2 give at a time.
const SMALL = 16 * 1024;
// Larger arrays get a page of their own, which costs more than it brings.
const MAX_LENGTH = 4 * 1024;

/** The last one. Read by nobody, but so none can be optimised away. */
export let shortLived: readonly undefined[] = [];

/** To be called for each chunk of a body that is passed on, not kept, with memory of its own. */
export function paceCollection(chunkBytes: number): void {
  if (chunkBytes <= SMALL) return;
  let length = Math.floor(chunkBytes / BYTES_PER_ELEMENT);
  for (; length > MAX_LENGTH; length -= MAX_LENGTH) shortLived = new Array(MAX_LENGTH);
  shortLived = new Array(length);
}
