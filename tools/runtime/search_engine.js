// Ranks the sections of the book by a question, with MiniSearch.
//
// The numbers were chosen by the questions called `practice` in
// `benchmarks/search_questions.yml`; `benchmarks/search.py` measures.

import MiniSearch from "minisearch";
import { stemOf, wordsOf } from "./search_words.js";

const ASIDE = 0.6; // exercises, summaries, sources, reference
const OPTIONS = {
  prefix: (word) => word.length > 2, // what is being typed
  fuzzy: (word) => (word.length > 4 ? 0.3 : false), // mistyped letters, of all
  weights: { prefix: 0.4, fuzzy: 0.1 },
  boost: { title: 2, about: 1.5, page: 0.5 },
  boostDocument: (_id, _word, { aside }) => (aside ? ASIDE : 1),
};

/**
 * Makes the search over the book's texts, as `tools/extensions/searchable.py` wrote them.
 *
 * Answers with the function from a question to sections, best first, each
 * {href, title, page, text, about, words}.
 */
export async function makeSearch(texts) {
  const sections = Object.entries(texts).flatMap(([href, { title, about, sections }]) =>
    sections.map(([anchor, name, text, aside]) => ({
      href: anchor ? `${href}#${anchor}` : href,
      page: title,
      title: name,
      about: anchor ? "" : about,
      text,
      aside,
    })),
  );
  const index = new MiniSearch({
    idField: "href",
    fields: ["title", "page", "about", "text"],
    storeFields: ["title", "page", "about", "text", "aside"],
    tokenize: wordsOf,
    processTerm: stemOf,
  });
  await index.addAllAsync(sections, { chunkSize: 50 }); // a page must not stand still
  return (question) =>
    index
      .search(question, OPTIONS)
      .map(({ id, terms, ...section }) => ({ ...section, href: id, words: terms }));
}
