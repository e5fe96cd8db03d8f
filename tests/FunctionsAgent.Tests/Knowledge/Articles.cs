using FunctionsAgent.Knowledge;
using FunctionsAgent.Tests.House;

namespace FunctionsAgent.Tests.Knowledge;

/// <summary>Articles for tests: one section each, a folder's files, or drawn from a few words.</summary>
internal static class Articles
{
    public static Article Of(string id, string title, string text, params string[] audience) => new(id, title, [new("text", title, text)], Audience: [.. audience]);

    public static string Fixture(string name) => Repository.Path($"tests/FunctionsAgent.Tests/Knowledge/Fixtures/{name}");

    public static IEnumerable<Article> Shop() => Directory.EnumerateFiles(Fixture("shop"), "*.md").Select(file =>
    {
        var document = DocumentReader.Read(file, File.ReadAllBytes(file));
        return new Article(Path.GetFileNameWithoutExtension(file), document.Title, document.Sections);
    });

    /// <summary>Some sections of words of which a few are everywhere.</summary>
    public static Article Drawn(Random dice, int id)
    {
        string[] words = ["order", "parcel", "refund", "card", "lamp", "chair", "tax", "gift", "store", "warranty", "delivery", "voucher", "repair", "invoice", "address", "courier"];
        string Text(int length) => string.Join(' ', Enumerable.Range(0, length).Select(_ => words[Math.Min(dice.Next(words.Length), dice.Next(words.Length))]));
        return new($"article-{id}", Text(2), [.. Enumerable.Range(0, dice.Next(1, 4)).Select(n => new Section($"s{n}", Text(2), Text(dice.Next(5, 40))))],
            Owner: dice.Next(2) == 0 ? null : "lamps@shop.example", Review: dice.Next(2) == 0 ? null : new DateOnly(2026, 1, 1).AddDays(dice.Next(300)), Audience: dice.Next(4) == 0 ? ["staff"] : []);
    }
}
