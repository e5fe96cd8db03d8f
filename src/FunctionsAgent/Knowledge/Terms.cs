using Lucene.Net.Tartarus.Snowball;

namespace FunctionsAgent.Knowledge;

/// <summary>Words to the terms they are searched by. Not for several threads at once: a stemmer has one desk.</summary>
internal sealed class Terms(TermsLanguage language)
{
    private readonly SnowballProgram _stemmer = language.Stemmer();

    /// <summary>Null for a stop word.</summary>
    public string? Of(string word)
    {
        if (language.StopWords.Contains(word)) return null;
        foreach (var c in word)
        {
            // Numbers, codes and names of articles are what they are.
            if (char.IsDigit(c)) return word;
        }
        _stemmer.SetCurrent(word);
        _stemmer.Stem();
        var term = _stemmer.Current;
        return term.Length == 0 ? word : term;
    }

    /// <summary>The words of a text in order with their terms, stop words left out.</summary>
    public List<(string Word, string Term)> In(string text)
    {
        var terms = new List<(string, string)>();
        var reader = new TermsReader(TermsReader.Normal(text), stackalloc char[TermsReader.Longest]);
        while (reader.MoveNext())
        {
            var word = reader.Current.ToString();
            if (Of(word) is { } term) terms.Add((word, term));
        }
        return terms;
    }
}
