import { ReadView } from '../read/read-view.js';
import { momentBelow, type PagePlan } from './page.js';

/** The same view where the page has no cursor, so that its nodes share what is loaded. */
export async function viewBelow(view: ReadView, plan: PagePlan): Promise<ReadView> {
  const at = await momentBelow(view.context, plan, view.at);
  return at === view.at ? view : new ReadView(view.context, at);
}
