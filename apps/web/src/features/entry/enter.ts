import { sessionFound } from '../../api/session.ts';
import { paths } from '../../paths.ts';

/** Goes to where the person begins, as a new page: nothing of whoever was here before stays. */
export function enter(): void {
  sessionFound();
  location.assign(paths.home());
}
