using System.Collections.Frozen;
using Lucene.Net.Tartarus.Snowball;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace FunctionsAgent.Knowledge;

/// <summary>What words of a language are searched by: its Snowball stemmer, and the words that say nothing of a text's subject.</summary>
/// <param name="Name">ISO 639-1, as the index file keeps it.</param>
internal sealed record TermsLanguage(string Name, FrozenSet<string> StopWords, Func<SnowballProgram> Stemmer)
{
    public static TermsLanguage English { get; } = new("en", TermsStopWords.English, static () => new EnglishStemmer());

    public static TermsLanguage German { get; } = new("de", TermsStopWords.German, static () => new German2Stemmer());

    /// <exception cref="ArgumentException">No such language; the message names those there are.</exception>
    public static TermsLanguage Of(string name) => name switch
    {
        "en" => English,
        "de" => German,
        _ => throw new ArgumentException($"Knowledge is indexed in English (en) or German (de), not in '{name}'.", nameof(name)),
    };
}
