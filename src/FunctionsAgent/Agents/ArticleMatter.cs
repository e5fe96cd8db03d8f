using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FunctionsAgent.Agents;

/// <summary>What an article says about itself: front matter of Markdown, or the file <c>NAME.yaml</c> beside a PDF, HTML or text.</summary>
/// <param name="Review">The day on which it is looked at next.</param>
internal sealed record ArticleMatter(string? Title, string? Owner, DateOnly? Review, ImmutableArray<string> Audience, bool Retired)
{
    public static ArticleMatter None { get; } = new(null, null, null, [], false);

    private const string Fence = "---", Day = "yyyy-MM-dd";

    public static ArticleMatter Read(YamlNode? root, string what, Values values)
    {
        if (root is null) return None;
        var fields = new Fields(root, what, values);
        var read = new ArticleMatter(
            Text("title"), Text("owner"), fields.Take("review") is { } review ? Date(review, values) : null,
            fields.Take("audience") is { } audience ? values.List(audience, "audience", item => values.Text(item, "An entry of audience", filled: false)) : [],
            fields.Take("retired") is { } retired && values.Truth(retired, "retired"));
        fields.Done();
        return read;

        string? Text(string key) => fields.Take(key) is { } node && values.Text(node, key, filled: false).Trim() is { Length: > 0 } text ? text : null;
    }

    /// <summary>What stands between a first line of three hyphens and the next one; nothing where the first line is another.</summary>
    public static ArticleMatter OfMarkdown(string file, string text, Values values)
    {
        var lines = text.Split('\n');
        if (lines[0].TrimEnd() != Fence) return None;
        var end = Array.FindIndex(lines, 1, line => line.TrimEnd() == Fence);
        if (end < 0)
        {
            values.Errors.Add(new(file, 1, 1), "The front matter that begins here has no end: a line of '---' is expected behind it.");
            return None;
        }

        // An empty line in place of the first one, so that errors name the lines of the file.
        var matter = string.Join('\n', lines[1..end].Select(line => line.TrimEnd('\r')).Prepend(""));
        return Read(YamlFile.Read(file, Encoding.UTF8.GetBytes(matter), values.Errors), "The front matter", values);
    }

    private static DateOnly? Date(YamlNode node, Values values)
    {
        if (node is YamlScalar { Type: ScalarType.Text } scalar && DateOnly.TryParseExact(scalar.Text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        values.Errors.Add(node.At, $"review is a day like 2027-01-31{Values.Found(node)}.");
        return null;
    }
}
