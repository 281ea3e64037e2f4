/**
 * Flesch-Kincaid grade of English sentences: the school year that reads them without effort.
 * Syllables are counted by a rule of thumb (groups of vowels, silent endings), which is near enough for a mean.
 */
export function fleschKincaidGrade(sentences: readonly string[]): number {
  const words = sentences.flatMap(wordsOf);
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
}

export function sentencesOf(text: string): string[] {
  return text.split(/[.?:](?:\s+|$)/).filter((sentence) => wordsOf(sentence).length > 0);
}

export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\d]+(?:[’-][\p{L}\d]+)*/gu) ?? [];
}

function syllablesOf(word: string): number {
  const bare = word.toLowerCase().replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, '');
  return Math.max(1, bare.match(/[aeiouy]+/g)?.length ?? 0);
}
