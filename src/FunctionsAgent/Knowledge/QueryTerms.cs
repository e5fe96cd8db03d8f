using System.Text;

namespace FunctionsAgent.Knowledge;

/// <summary>Draws a query from a long text (a mail, a whole request with its story) without a model.</summary>
/// <remarks>
/// Phrases of two to four words that the text shares with the title of one of the 200 sections it finds are added twice: who writes "gold rewards card" among much else means the articles
/// of that name, not all about gold, rewards or cards. Nothing is left out of the text: its rare words weigh most anyway, and keeping only the half of its sentences that
/// find most was tried and found less.
/// </remarks>
public static class QueryTerms
{
    /// <summary>Words; a shorter text is a query as it stands.</summary>
    private const int Short = 25;

    private const int Titles = 200;
    private const int Times = 2;
    private const int LongestPhrase = 4;

    /// <summary>What to search for; the text itself when it is short.</summary>
    public static string From(string text, KnowledgeIndex index) => From(text, index, Reader.Anybody);

    /// <param name="reader">Whose articles' titles are looked at.</param>
    public static string From(string text, KnowledgeIndex index, Reader reader)
    {
        if (SectionText.Words(text) < Short) return text;
        var query = new StringBuilder(text);
        foreach (var phrase in InTitles(text, index, reader))
            for (var n = 0; n < Times; n++) query.Append('\n').Append(phrase);
        return query.ToString();
    }

    /// <summary>Each once, as the text has it, by its letters: the order must not depend on the hits'.</summary>
    private static IEnumerable<string> InTitles(string text, KnowledgeIndex index, Reader reader)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (phrase, terms) in Phrases(index.Terms(text))) said.TryAdd(terms, phrase);
        var titles = index.Search(text, reader, Titles).Select(hit => hit.Title).Distinct();
        return titles.SelectMany(title => Phrases(index.Terms(title))).Select(p => said.GetValueOrDefault(p.Terms)).OfType<string>().Distinct().Order(StringComparer.Ordinal);
    }

    private static IEnumerable<(string Text, string Terms)> Phrases(List<(string Word, string Term)> words)
    {
        for (var start = 0; start < words.Count; start++)
        {
            for (var length = 2; length <= LongestPhrase && start + length <= words.Count; length++)
            {
                var phrase = words.GetRange(start, length);
                yield return (string.Join(' ', phrase.Select(w => w.Word)), string.Join(' ', phrase.Select(w => w.Term)));
            }
        }
    }
}
