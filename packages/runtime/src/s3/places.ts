import type { BucketPlace } from '../env-reach.ts';

/** Whether an object is in one of the places that may be read. */
export function isInPlaces(
  places: readonly BucketPlace[],
  { bucket, object }: { bucket: string; object: string },
): boolean {
  return places.some((place) => place.bucket === bucket && object.startsWith(place.prefix));
}
