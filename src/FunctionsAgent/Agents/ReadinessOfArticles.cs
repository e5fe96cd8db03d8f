using System.Globalization;

namespace FunctionsAgent.Agents;

/// <summary>Every article has somebody who keeps it true, and a day on which he looks at it again.</summary>
internal static class ReadinessOfArticles
{
    private const string Folder = "knowledge/", Fence = "---";
    private const int Listed = 5;

    public static ReadinessCheck Owners(Package package, DateOnly today)
    {
        var articles = package.Files?.All.Where(file => file.Key.StartsWith(Folder, StringComparison.Ordinal) && file.Key.EndsWith(".md", StringComparison.Ordinal)).ToList() ?? [];
        if (articles.Count == 0) return ReadinessCheck.Note("articles", "no articles", "Nothing, unless the agent is to answer from articles: knowledge/NAME.md.");
        var wrong = articles.Select(article => (article.Key, Wrong: Wrong(article.Key, article.Value.Span, today))).Where(article => article.Wrong is not null).ToList();
        if (wrong.Count == 0) return ReadinessCheck.Green("articles", $"{articles.Count}, each with an owner and a review to come");
        var listed = string.Join("; ", wrong.Take(Listed).Select(article => $"{Shown.Of(article.Key)} {article.Wrong}"));
        return ReadinessCheck.Red("articles", $"{wrong.Count} of {articles.Count}: {listed}{(wrong.Count > Listed ? "; …" : "")}",
            "Begin the article with '---', owner: ADDRESS, review: YYYY-MM-DD (the day it is looked at next), '---'.");
    }

    private static string? Wrong(string file, ReadOnlySpan<byte> bytes, DateOnly today)
    {
        var errors = new PackageErrors();
        if (TextFile.Read(file, bytes, YamlFile.MaxBytes, errors) is not { } text) return "cannot be read as text";
        if (Matter(file, text, errors) is not YamlMapping matter) return "has no front matter";
        if (matter["owner"] is not YamlScalar { Type: ScalarType.Text, Text: var owner } || string.IsNullOrWhiteSpace(owner)) return "has no owner";
        if (matter["review"] is not YamlScalar { Text: var said } || !DateOnly.TryParseExact(said, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var review)) return "has no review date";
        return review < today ? $"was to be reviewed on {said}" : null;
    }

    /// <summary>What stands between the first two lines of three hyphens.</summary>
    private static YamlNode? Matter(string file, string text, PackageErrors errors)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd()).ToList();
        var end = lines.Count > 0 && lines[0] == Fence ? lines.IndexOf(Fence, 1) : -1;
        return end < 0 ? null : YamlFile.Read(file, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines[1..end])), errors);
    }
}
