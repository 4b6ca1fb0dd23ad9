// From figure to figure without a new page: the neighbours are fetched before they are asked for.

import { load } from "/static/workbench.js";

const $ = (selector, within = document) => within.querySelector(selector);
const FRESH = 1500;
const fetched = new Map();

const fetching = (address) => {
  const kept = { at: Date.now(), page: load(address) };
  kept.page.then(picture, () => fetched.delete(address));
  return kept;
};

/** The picture of a page that is not shown yet. */
function picture(page) {
  const image = $("#picture img", page);
  if (image) new Image().src = image.getAttribute("src");
}

/** Have the neighbours of this figure at hand, and nothing else. */
export function ahead() {
  const links = [$("#after")?.getAttribute("href"), trail().at(-1) ?? $("#before")?.getAttribute("href")];
  const wanted = links.filter(Boolean);
  for (const address of [...fetched.keys()]) if (!wanted.includes(address)) fetched.delete(address);
  for (const address of wanted) if (!fetched.has(address)) fetched.set(address, fetching(address));
}

const LONGEST = 100;

/** The figures that one came through to this one, oldest first. They stay though they leave the queue. */
export const trail = () => history.state?.trail ?? [];

/** What was fetched may be of before: it is asked for again when it is needed. */
export const forget = () => fetched.clear();

/** The page of this address as the service has it now. */
export const anew = () => load(location.pathname + location.search);

/**
 * Show another figure. Resolves to whether what is shown may be of some time ago.
 *
 * What is no figure, such as the form for a token, is gone to as any page is. `behind` is the trail
 * that the figure gets.
 */
export async function walk(address, { push = true, behind = [] } = {}) {
  const kept = fetched.get(address);
  let page;
  try {
    page = await (kept?.page ?? load(address));
  } catch (error) {
    if (error.status === undefined) throw error;
  }
  const main = page && $("main:has(#figure)", page);
  if (!main) {
    location.assign(address);
    return new Promise(() => {});
  }
  $("main").replaceWith(document.adoptNode(main));
  document.title = page.title;
  for (const part of [".bar .progress", ".bar .who"]) {
    const [old, now] = [$(part), $(part, page)];
    if (old && now && !old.open) old.replaceWith(document.adoptNode(now));
  }
  if (push) history.pushState({ trail: behind.slice(-LONGEST) }, "", address);
  scrollTo({ top: 0, behavior: "instant" });
  return Boolean(kept) && Date.now() - kept.at > FRESH;
}
