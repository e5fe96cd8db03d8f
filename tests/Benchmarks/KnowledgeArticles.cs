using System.Collections.Immutable;
using System.Text;
using FunctionsAgent.Knowledge;

namespace Benchmarks;

/// <summary>Articles and questions that nobody wrote: words by Zipf's law, the commonest those of English; the same number gives the same article everywhere.</summary>
internal sealed class KnowledgeArticles
{
    private const int Vocabulary = 120_000;
    private const double Exponent = 1.05;
    private const int Subjects = 4_000;

    private static readonly string[] Common = ("the of and to a in for is on that by this with you it not or be are from at as your all have new more an was we will can us about if "
        + "my has but our one other do no time they he up may what which their out use any there see only so his when here who also now help get view am been how were me some these "
        + "its like than find price date back top had list name just over year day into two need account order card payment customer number service item send change product").Split(' ');
    private static readonly string[] Onsets = ["b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "pr", "r", "s", "st", "t", "tr", "v", "w", "sh", "th"];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "ea", "ou", "ai"];
    private static readonly string[] Codas = ["", "n", "r", "l", "t", "m", "ck", "nd", "st", "p"];
    private static readonly string[] Endings = ["", "", "", "s", "ed", "ing", "er", "ly", "ment", "tion", "able"];

    private readonly string[] _words = [.. Enumerable.Range(0, Vocabulary).Select(Word)];
    private readonly double[] _cumulative = new double[Vocabulary];

    public KnowledgeArticles()
    {
        var sum = 0d;
        for (var n = 0; n < Vocabulary; n++) _cumulative[n] = sum += 1 / Math.Pow(n + 2.7, Exponent);
    }

    /// <param name="revision">The article's words are others with another one, its id and subject are not.</param>
    public Article Article(int number, int revision = 0)
    {
        var dice = new Dice((ulong)number * 1_000_003 + (ulong)revision);
        var subject = Subject(number % Subjects);
        var length = 150 + dice.Next(101);
        var sections = ImmutableArray.CreateBuilder<Section>(2);
        for (var part = 0; part < 2; part++)
            sections.Add(new($"part-{part + 1}", $"{subject[0]} {subject[1]} {Draw(dice)}", Text(dice, subject, length / 2)));
        return new($"a{number:d6}", $"{subject[0]} {subject[1]} {subject[2]} {number % 97}", sections.ToImmutable());
    }

    /// <summary>3 to 12 words: some of a subject, the others as they come, common ones included.</summary>
    public string Question(int number)
    {
        var dice = new Dice((ulong)number * 7_919 + 17);
        var subject = Subject(dice.Next(Subjects));
        return string.Join(' ', Enumerable.Range(0, 3 + dice.Next(10)).Select(n => n < 2 ? subject[n] : Draw(dice)));
    }

    private string Text(Dice dice, string[] subject, int words)
    {
        var text = new StringBuilder();
        for (var n = 0; n < words; n++)
        {
            text.Append(dice.Next(14) == 0 ? subject[dice.Next(subject.Length)] : Draw(dice));
            text.Append(n == words - 1 || dice.Next(15) == 0 ? "." : "").Append(n % 60 == 59 ? '\n' : ' ');
        }
        return text.ToString();
    }

    private string[] Subject(int number)
    {
        var dice = new Dice((ulong)number + 5_000_011);
        return [.. Enumerable.Range(0, 5).Select(_ => _words[Common.Length + dice.Next(6_000)])];
    }

    private string Draw(Dice dice)
    {
        var place = Array.BinarySearch(_cumulative, dice.Share() * _cumulative[^1]);
        return _words[Math.Min(place < 0 ? ~place : place, Vocabulary - 1)];
    }

    private static string Word(int rank)
    {
        if (rank < Common.Length) return Common[rank];
        var dice = new Dice((ulong)rank + 77);
        var word = new StringBuilder();
        for (var syllable = 0; syllable < 1 + rank % 3; syllable++) word.Append(Onsets[dice.Next(Onsets.Length)]).Append(Vowels[dice.Next(Vowels.Length)]).Append(Codas[dice.Next(Codas.Length)]);
        return word.Append(Endings[dice.Next(Endings.Length)]).ToString();
    }

    /// <summary>SplitMix64: the same on every machine and version.</summary>
    private sealed class Dice(ulong seed)
    {
        private ulong _state = seed;

        public int Next(int below) => (int)(Share() * below);

        public double Share()
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
